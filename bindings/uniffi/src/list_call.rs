//! A call that asks for a campaign's dispositions: driven as every other call is, with another end.

use std::sync::Arc;

use cloudagent_disposition::engine::{Millis, Output, Step};

use crate::counted::Counted;
use crate::engine::{CallHandle, EngineHandle, options, seed};
use crate::listing::DispositionListData;
use crate::misuse::Misuse;
use crate::planted::panic_at;
use crate::records::{ViolationData, violations};
use crate::steps::{EventData, OutputData};

/// What such a call answers to an event.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum ListTurn {
    /// It goes on.
    Next {
        /// What to do next.
        output: OutputData,
    },
    /// It has ended.
    Listed {
        /// What came of it.
        list: DispositionListData,
        /// Calls of this engine to give a `Timer`, by their ids.
        wake: Vec<u64>,
    },
}

impl TryFrom<Output> for ListTurn {
    type Error = Misuse;

    fn try_from(output: Output) -> Result<Self, Misuse> {
        Ok(match output.step {
            Step::Listed { list } => Self::Listed {
                list: (&*list).into(),
                wake: output.wake.into_iter().map(|id| id.get()).collect(),
            },
            _ => Self::Next {
                output: output.try_into()?,
            },
        })
    }
}

/// A list call that was begun, and what to do first.
#[derive(Debug, uniffi::Record)]
pub struct ListBegun {
    /// The call.
    pub call: Arc<CallHandle>,
    /// What to do first.
    pub turn: ListTurn,
}

/// What became of beginning a list call.
#[derive(Debug, uniffi::Enum)]
pub enum ListStarted {
    /// It was begun.
    Started {
        /// The call.
        begun: ListBegun,
    },
    /// It can't be asked so.
    Refused {
        /// Why.
        violations: Vec<ViolationData>,
    },
}

#[uniffi::export]
impl EngineHandle {
    /// Begins to ask for a campaign's dispositions, unless its caller has cancelled it already. The
    /// call's later turns are told by [`CallHandle::step_list`].
    pub fn start_list(
        &self,
        campaign: Option<String>,
        deadline_ms: Option<u64>,
        is_cancelled: bool,
        seed_high: u64,
        seed_low: u64,
        now_ms: u64,
    ) -> Result<ListStarted, Misuse> {
        campaign.iter().for_each(panic_at);
        let options = options(deadline_ms, is_cancelled);
        let seed = seed(seed_high, seed_low);
        let now = Millis(now_ms);
        Ok(
            match self.0.start_list(campaign.as_deref(), &options, seed, now) {
                Ok((call, output)) => ListStarted::Started {
                    begun: ListBegun {
                        call: Arc::new(CallHandle(Counted::new(call))),
                        turn: output.try_into()?,
                    },
                },
                Err(invalid) => ListStarted::Refused {
                    violations: violations(invalid.violations()),
                },
            },
        )
    }
}

#[uniffi::export]
impl CallHandle {
    /// Tells a list call what happened, and learns what to do next.
    pub fn step_list(&self, event: EventData, now_ms: u64) -> Result<ListTurn, Misuse> {
        self.output(event, now_ms)?.try_into()
    }
}
