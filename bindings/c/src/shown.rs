//! What a call's steps point to, and how they are shown.

use std::any::Any;

use cloudagent_disposition::BODY_LIMIT;
use cloudagent_disposition::engine::{Output, Step};

use crate::guard::Checked;
use crate::http_request::cad_http_request;
use crate::listing::cad_disposition_list;
#[cfg(feature = "records")]
use crate::look_up::cad_settlements;
use crate::raw::Sizable;
use crate::receipt::cad_receipt;
use crate::status::CAD_PANIC;
#[cfg(feature = "records")]
use crate::steps::CAD_STEP_SETTLED;
use crate::steps::{
    CAD_STEP_ABORT, CAD_STEP_DONE, CAD_STEP_LISTED, CAD_STEP_SEND, CAD_STEP_STORE, CAD_STEP_TOKEN,
    CAD_STEP_WAIT, cad_step,
};

/// What the steps point to.
#[derive(Default)]
pub(crate) struct Shown {
    /// What steps point to that are not answered: requests, and what to do with a store. The host may
    /// be reading one when the next step is there: it is told of a timer first, and aborts after that.
    out: Vec<Pointed>,
    receipt: Option<Box<cad_receipt>>,
    list: Option<Box<cad_disposition_list>>,
    #[cfg(feature = "records")]
    settlements: Option<Box<cad_settlements>>,
    wake: Vec<u64>,
}

/// What a step points to until it is answered.
struct Pointed {
    /// The step's number.
    seq: u32,
    /// How many bytes of a reply to read, of a send.
    body_limit: usize,
    /// Kept for the host, which alone looks at it.
    _kept: Box<dyn Any + Send + Sync>,
}

impl Shown {
    /// Forgets what the step of this number pointed to: it is answered.
    pub(crate) fn forget(&mut self, seq: Option<u32>) {
        self.out.retain(|pointed| Some(pointed.seq) != seq);
    }

    fn keep<T: Send + Sync + 'static>(&mut self, seq: u32, body_limit: usize, kept: Box<T>) {
        self.out.push(Pointed {
            seq,
            body_limit,
            _kept: kept,
        });
    }

    /// How many bytes of the reply to this send are to be read; as of any other where there is none.
    pub(crate) fn body_limit(&self, seq: u32) -> usize {
        let of = self.out.iter().find(|pointed| pointed.seq == seq);
        of.map_or(BODY_LIMIT, |pointed| pointed.body_limit)
    }

    /// Keeps what the step points to, and shows it.
    pub(crate) fn show(&mut self, output: Output) -> Checked<cad_step> {
        self.wake = output.wake.iter().map(|id| id.get()).collect();
        let mut step = cad_step {
            kind: CAD_STEP_WAIT,
            wake_count: self.wake.len(),
            ..cad_step::ZERO
        };
        if !self.wake.is_empty() {
            step.wake = self.wake.as_ptr();
        }
        match output.step {
            Step::Send {
                seq,
                request,
                connect_by,
                until,
                limits,
            } => {
                step.kind = CAD_STEP_SEND;
                (step.seq, step.connect_by_ms, step.until_ms) = (seq, connect_by.0, until.0);
                step.body_limit = limits.body;
                step.request = cad_http_request::shown(&request);
                self.keep(seq, limits.body, Box::new(request));
            }
            Step::Store {
                seq,
                operation,
                until,
            } => {
                step.kind = CAD_STEP_STORE;
                (step.seq, step.until_ms) = (seq, until.0);
                let operation = Box::new(operation);
                step.point_to(&operation)?;
                self.keep(seq, 0, operation);
            }
            Step::Token { seq, renew, until } => {
                step.kind = CAD_STEP_TOKEN;
                (step.seq, step.until_ms) = (seq, until.0);
                step.renew = u32::from(renew);
            }
            Step::Abort { seq, until } => {
                step.kind = CAD_STEP_ABORT;
                (step.seq, step.until_ms) = (seq, until.0);
            }
            Step::Done { result } => {
                step.kind = CAD_STEP_DONE;
                let receipt = self
                    .receipt
                    .get_or_insert_with(|| Box::new(cad_receipt::new(*result)));
                step.receipt = &raw const **receipt;
            }
            Step::Listed { list } => {
                step.kind = CAD_STEP_LISTED;
                let list = self
                    .list
                    .get_or_insert_with(|| Box::new(cad_disposition_list::new(*list)));
                step.list = &raw const **list;
            }
            #[cfg(feature = "records")]
            Step::Settled { settlements } => {
                step.kind = CAD_STEP_SETTLED;
                let settlements = self
                    .settlements
                    .get_or_insert_with(|| Box::new(cad_settlements::new(settlements)));
                step.settlements = &raw const **settlements;
            }
            Step::Wait { until } => step.until_ms = until.0,
            // There is no such step, and a host that was told of one to wait for would wait for
            // ever, or never sleep.
            _ => return Err(CAD_PANIC),
        }
        Ok(step)
    }
}
