//! A call that looks up what call records say of dispositions: driven as every other call is, with
//! another end.

use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::engine::{Call, Millis, Output, Seed, Step, WallMillis};
use cloudagent_disposition::{CallOptions, CancelToken, DispositionRequest, Invalid};

use crate::counted::Counted;
use crate::engine::{CallHandle, EngineHandle};
use crate::misuse::Misuse;
use crate::planted::panic_at;
use crate::records::{RequestData, ViolationData, violations};
use crate::settlement::SettlementData;
use crate::steps::{EventData, OutputData};

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
                settlements: settlements.iter().map(SettlementData::from).collect(),
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

fn started(begun: Result<(Call, Output), Invalid>) -> Result<LookUpStarted, Misuse> {
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

fn options(deadline_ms: Option<u64>, is_cancelled: bool) -> CallOptions {
    let mut options = CallOptions::new();
    options.deadline = deadline_ms.map(Duration::from_millis);
    if is_cancelled {
        let token = CancelToken::new();
        token.cancel();
        options.cancel = Some(token);
    }
    options
}

#[uniffi::export]
impl EngineHandle {
    /// Begins to look up a disposition by its call's records, unless its caller has cancelled it already.
    /// The call's later turns are told by [`CallHandle::step_look_up`].
    #[expect(
        clippy::too_many_arguments,
        reason = "a host passes them on one by one, as its own caller gave them"
    )]
    pub fn start_look_up(
        &self,
        request: RequestData,
        day: &str,
        deadline_ms: Option<u64>,
        is_cancelled: bool,
        seed_high: u64,
        seed_low: u64,
        now_ms: u64,
        wall_ms: u64,
    ) -> Result<LookUpStarted, Misuse> {
        panic_at(day);
        let options = options(deadline_ms, is_cancelled);
        let seed = Seed((u128::from(seed_high) << 64) | u128::from(seed_low));
        let (now, wall) = (Millis(now_ms), WallMillis(wall_ms));
        started(
            self.0
                .start_look_up(&request.into(), day, &options, seed, now, wall),
        )
    }

    /// Begins to look up several dispositions by the records of a day, unless its caller has cancelled
    /// it already. The call's later turns are told by [`CallHandle::step_look_up`].
    #[expect(
        clippy::too_many_arguments,
        reason = "a host passes them on one by one, as its own caller gave them"
    )]
    pub fn start_look_up_all(
        &self,
        requests: Vec<RequestData>,
        day: &str,
        from: Option<String>,
        to: Option<String>,
        deadline_ms: Option<u64>,
        is_cancelled: bool,
        seed_high: u64,
        seed_low: u64,
        now_ms: u64,
        wall_ms: u64,
    ) -> Result<LookUpStarted, Misuse> {
        panic_at(day);
        let requests: Vec<DispositionRequest> = requests.into_iter().map(Into::into).collect();
        let options = options(deadline_ms, is_cancelled);
        let seed = Seed((u128::from(seed_high) << 64) | u128::from(seed_low));
        let (now, wall) = (Millis(now_ms), WallMillis(wall_ms));
        let (from, to) = (from.as_deref(), to.as_deref());
        started(
            self.0
                .start_look_up_all(&requests, day, from, to, &options, seed, now, wall),
        )
    }
}

#[uniffi::export]
impl CallHandle {
    /// Tells a look-up what happened, and learns what to do next.
    pub fn step_look_up(&self, event: EventData, now_ms: u64) -> Result<LookUpTurn, Misuse> {
        self.0
            .step(event.read()?, Millis(now_ms))
            .map_err(|misuse| Misuse::NoSuchStep { seq: misuse.seq })?
            .try_into()
    }
}
