//! Looking records up: what is asked, and the call of an engine that does it, driven as every other call
//! is, with another end.

use std::sync::Arc;

use cloudagent_disposition::engine::{Millis, Output, Step, WallMillis};
use cloudagent_disposition::{DispositionRequest, Settlement};

use crate::counted::Counted;
use crate::engine::{CallHandle, EngineHandle, options, seed};
use crate::misuse::Misuse;
use crate::planted::panic_at;
use crate::records::{RequestData, ViolationData, violations};
use crate::settlement::SettlementData;
use crate::steps::{EventData, OutputData};

/// What is looked up.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum LookUpData {
    /// One disposition, by its call's records.
    OneCall {
        /// What was sent.
        request: RequestData,
        /// The day on which the call began.
        day: String,
    },
    /// Several, by the records of all calls that began on a day between two times.
    Day {
        /// What was sent.
        requests: Vec<RequestData>,
        /// The day.
        day: String,
        /// The first time; the day's beginning where there is none.
        from_time: Option<String>,
        /// The last time; the day's end where there is none.
        to_time: Option<String>,
    },
}

impl LookUpData {
    /// A panic on purpose, where the day asks for one.
    pub(crate) fn panic_at(&self) {
        let (Self::OneCall { day, .. } | Self::Day { day, .. }) = self;
        panic_at(day);
    }
}

pub(crate) fn requests_of(requests: Vec<RequestData>) -> Vec<DispositionRequest> {
    requests.into_iter().map(DispositionRequest::from).collect()
}

pub(crate) fn settlements_of(settlements: &[Settlement]) -> Vec<SettlementData> {
    settlements.iter().map(SettlementData::from).collect()
}

/// What such a call answers to an event.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum LookUpTurn {
    /// It goes on.
    Next {
        /// What to do next.
        output: OutputData,
    },
    /// It has ended.
    Settled {
        /// What came of it, for each request in their order.
        settlements: Vec<SettlementData>,
        /// Calls of this engine to give a `Timer`, by their ids.
        wake: Vec<u64>,
    },
}

impl TryFrom<Output> for LookUpTurn {
    type Error = Misuse;

    fn try_from(output: Output) -> Result<Self, Misuse> {
        Ok(match output.step {
            Step::Settled { settlements } => Self::Settled {
                settlements: settlements_of(&settlements),
                wake: output.wake.into_iter().map(|id| id.get()).collect(),
            },
            _ => Self::Next {
                output: output.try_into()?,
            },
        })
    }
}

/// A look-up that was begun, and what to do first.
#[derive(Debug, uniffi::Record)]
pub struct LookUpBegun {
    /// The call.
    pub call: Arc<CallHandle>,
    /// What to do first.
    pub turn: LookUpTurn,
}

/// What became of beginning a look-up.
#[derive(Debug, uniffi::Enum)]
pub enum LookUpStarted {
    /// It was begun.
    Started {
        /// The call.
        begun: LookUpBegun,
    },
    /// It can't be asked so.
    Refused {
        /// Why.
        violations: Vec<ViolationData>,
    },
}

#[uniffi::export]
impl EngineHandle {
    /// Begins a look-up, unless its caller has cancelled it already. `wall_ms` is the moment in Unix
    /// milliseconds, which the day is judged by. The call's later turns are told by
    /// [`CallHandle::step_look_up`].
    #[expect(
        clippy::too_many_arguments,
        reason = "a record of them would be no shorter where it is called"
    )]
    pub fn start_look_up(
        &self,
        asked: LookUpData,
        deadline_ms: Option<u64>,
        is_cancelled: bool,
        seed_high: u64,
        seed_low: u64,
        now_ms: u64,
        wall_ms: u64,
    ) -> Result<LookUpStarted, Misuse> {
        asked.panic_at();
        let options = options(deadline_ms, is_cancelled);
        let seed = seed(seed_high, seed_low);
        let (now, wall) = (Millis(now_ms), WallMillis(wall_ms));
        let begun = match asked {
            LookUpData::OneCall { request, day } => {
                self.0
                    .start_look_up(&request.into(), &day, &options, seed, now, wall)
            }
            LookUpData::Day {
                requests,
                day,
                from_time,
                to_time,
            } => self.0.start_look_up_all(
                &requests_of(requests),
                &day,
                from_time.as_deref(),
                to_time.as_deref(),
                &options,
                seed,
                now,
                wall,
            ),
        };
        Ok(match begun {
            Ok((call, output)) => LookUpStarted::Started {
                begun: LookUpBegun {
                    call: Arc::new(CallHandle(Counted::new(call))),
                    turn: output.try_into()?,
                },
            },
            Err(invalid) => LookUpStarted::Refused {
                violations: violations(invalid.violations()),
            },
        })
    }
}

#[uniffi::export]
impl CallHandle {
    /// Tells a look-up what happened, and learns what to do next.
    pub fn step_look_up(&self, event: EventData, now_ms: u64) -> Result<LookUpTurn, Misuse> {
        self.output(event, now_ms)?.try_into()
    }
}
