//! What records say of a disposition that was sent.

use std::sync::Arc;

use cloudagent_disposition as core;
use core::Api;

use crate::call_record::{CallRecordData, NoRecordsData, RecordsHandle};
use crate::json::core_receipt;
use crate::macros::{either, record};
use crate::misuse::{Misuse, code};
use crate::planted::panic_at;
use crate::records::{ReceiptData, RequestData, ViolationData};

record! {
    /// A [`core::Lookup`].
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
    #[uniffi::export(Debug, Eq)]
    LookupData of lookup: core::Lookup {
        /// The outcome's code, where a reply came.
        outcome: Option<String> = lookup.outcome.map(|outcome| outcome.to_string()),
        /// The code of why no reply came, where none did.
        kind: Option<String> = lookup.kind.map(|kind| kind.to_string()),
        /// The advice's code: it is about the look-up alone.
        advice: String = lookup.advice.to_string(),
        /// How long to wait before looking again, in seconds, where the server said so.
        retry_after_seconds: Option<u32> = lookup.retry_after_seconds,
    }
}

record! {
    /// A [`core::Settlement`].
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
    #[uniffi::export(Debug, Eq)]
    SettlementData of settlement: core::Settlement {
        /// The finding's code.
        finding: String = settlement.finding.to_string(),
        /// The effect's code.
        effect: String = settlement.effect.to_string(),
        /// The advice's code.
        advice: String = settlement.advice.to_string(),
        /// Always no.
        may_resend: bool = settlement.may_resend,
        /// After how many seconds looking again may say more, where it may.
        look_again_seconds: Option<u32> = settlement.look_again_seconds,
        /// The record that decided.
        record: Option<CallRecordData> = settlement.record.as_ref().map(CallRecordData::from),
        /// What came of the look-up itself, where it brought no list.
        lookup: Option<LookupData> = settlement.lookup.as_ref().map(LookupData::from),
        /// What was found and what to do, for a person.
        sentence: String = settlement.sentence.clone(),
        /// The ucid that it was made for.
        ucid: String = settlement.ucid.clone(),
        /// The disposition that it was made for.
        disposition: String = settlement.disposition.clone(),
    }
}

impl SettlementData {
    /// As much of the core's as a receipt takes over: of its record and its look-up it takes nothing.
    fn for_receipt(self) -> Result<core::Settlement, Misuse> {
        let finding = code(&self.finding)?;
        let mut settlement =
            core::Settlement::from_parts(finding, self.ucid, self.disposition, self.sentence);
        settlement.effect = code(&self.effect)?;
        settlement.advice = code(&self.advice)?;
        Ok(settlement)
    }
}

/// What there is to settle by.
#[derive(Debug, uniffi::Enum)]
pub enum FoundData {
    /// A list of records.
    Listed {
        /// The list.
        records: Arc<RecordsHandle>,
    },
    /// One record, such as a callback's.
    One {
        /// The record.
        record: CallRecordData,
    },
    /// No list: what the reply says instead.
    Unlisted {
        /// That.
        instead: NoRecordsData,
    },
    /// No reply at all.
    Failed {
        /// The code of why.
        kind: String,
    },
}

either! {
    /// What became of settling.
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
    SettleResult = Settled { settlement: SettlementData } | Refused { violations: Vec<ViolationData> }
}

/// Says what records tell of a disposition that was sent.
#[uniffi::export]
pub fn settle(request: RequestData, api: &str, found: FoundData) -> Result<SettleResult, Misuse> {
    let api: Api = code(api)?;
    let request = request.into();
    let settled = match found {
        FoundData::Listed { records } => core::settle(&request, api, &*records.0),
        FoundData::One { record } => core::settle(&request, api, &core::CallRecord::from(record)),
        FoundData::Unlisted { instead } => {
            core::settle_without(&request, api, &instead.try_into()?)
        }
        FoundData::Failed { kind } => core::settle_failed(&request, api, code(&kind)?),
    };
    Ok(SettleResult::of(settled, |settlement| (&settlement).into()))
}

either! {
    /// What became of giving a receipt what was found.
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
    SettledReceipt = Given { receipt: ReceiptData } | Refused { violations: Vec<ViolationData> }
}

/// Gives a receipt what was found since.
#[uniffi::export]
pub fn settle_receipt(
    receipt: ReceiptData,
    request: RequestData,
    settlement: SettlementData,
) -> Result<SettledReceipt, Misuse> {
    panic_at(&settlement.sentence);
    let (receipt, settlement) = (core_receipt(receipt)?, settlement.for_receipt()?);
    let settled = core::settle_receipt(&receipt, &request.into(), &settlement);
    Ok(SettledReceipt::of(settled, |receipt| (&receipt).into()))
}
