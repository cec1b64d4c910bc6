//! The blocking client's look-ups.

use std::sync::Arc;

use cloudagent_disposition::{Invalid, Settlement};

use crate::client::{ClientHandle, Finished, Pending, PendingHandle};
use crate::look_up::{LookUpData, requests_of, settlements_of};
use crate::macros::either;
use crate::misuse::Misuse;
use crate::records::ViolationData;
use crate::settlement::SettlementData;

either! {
    /// What came of looking up.
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
    LookUpAnswer = Answered { settlements: Vec<SettlementData> } | Refused { violations: Vec<ViolationData> }
}

pub(crate) fn answered(settled: Result<Vec<Settlement>, Invalid>) -> LookUpAnswer {
    LookUpAnswer::of(settled, |settlements| settlements_of(&settlements))
}

#[uniffi::export]
impl ClientHandle {
    /// Begins to look up: it goes on while somebody waits for it. What comes of it is a settlement for
    /// each request, in their order.
    pub fn begin_look_up(
        &self,
        asked: LookUpData,
        deadline_ms: Option<u64>,
    ) -> Result<Arc<PendingHandle>, Misuse> {
        asked.panic_at();
        Ok(PendingHandle::begin(deadline_ms, |options| {
            let pending = match asked {
                LookUpData::OneCall { request, day } => {
                    self.0.begin_look_up(&request.into(), &day, options)
                }
                LookUpData::Day {
                    requests,
                    day,
                    from_time,
                    to_time,
                } => self.0.begin_look_up_all(
                    &requests_of(requests),
                    &day,
                    from_time.as_deref(),
                    to_time.as_deref(),
                    options,
                ),
            };
            match pending {
                Ok(pending) => Pending::LookedUp(pending),
                Err(invalid) => Pending::Over(Finished::LookedUp {
                    answer: answered(Err(invalid)),
                }),
            }
        }))
    }
}
