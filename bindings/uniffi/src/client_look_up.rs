//! The blocking client's look-ups.

use std::sync::Arc;

use cloudagent_disposition::{Invalid, Settlement};

use crate::client::{ClientHandle, Finished, Pending, PendingHandle, options};
use crate::look_up::{LookUpData, requests_of, settlements_of};
use crate::macros::either;
use crate::misuse::Misuse;
use crate::records::ViolationData;
use crate::settlement::SettlementData;
use crate::transport::CancelHandle;

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
    /// Looks up what records say, blocking: a settlement for each request, in their order.
    pub fn look_up(
        &self,
        asked: LookUpData,
        deadline_ms: Option<u64>,
        cancel: &CancelHandle,
    ) -> Result<LookUpAnswer, Misuse> {
        asked.panic_at();
        let options = options(deadline_ms, cancel);
        Ok(answered(match asked {
            LookUpData::OneCall { request, day } => self
                .0
                .look_up_with(&request.into(), &day, &options)
                .map(|settlement| vec![settlement]),
            LookUpData::Day {
                requests,
                day,
                from_time,
                to_time,
            } => self.0.look_up_all_with(
                &requests_of(requests),
                &day,
                from_time.as_deref(),
                to_time.as_deref(),
                &options,
            ),
        }))
    }

    /// Begins to look up: it goes on while somebody waits for it.
    pub fn begin_look_up(
        &self,
        asked: LookUpData,
        deadline_ms: Option<u64>,
        cancel: &CancelHandle,
    ) -> Result<Arc<PendingHandle>, Misuse> {
        asked.panic_at();
        let options = options(deadline_ms, cancel);
        let pending = match asked {
            LookUpData::OneCall { request, day } => {
                self.0.begin_look_up(&request.into(), &day, &options)
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
                &options,
            ),
        };
        Ok(PendingHandle::new(match pending {
            Ok(pending) => Pending::LookedUp(pending),
            Err(invalid) => Pending::Over(Finished::LookedUp {
                answer: answered(Err(invalid)),
            }),
        }))
    }
}
