//! Call records, and the list of them that stays on this side of the bridge: a day has up to 50,000,
//! and settling asks for none of them.

use std::sync::Arc;

use cloudagent_disposition as core;
use core::{RecordsReply, ReplyParts};

use crate::counted::Counted;
use crate::http::HttpReplyData;
use crate::macros::{prints, record};
use crate::misuse::{Misuse, code};
use crate::planted::panic_at;

record! {
    /// A [`core::CallRecord`]. It prints as that prints itself.
    #[derive(Clone, PartialEq, Eq, uniffi::Record)]
    #[uniffi::export(Debug, Display, Eq)]
    CallRecordData of record: core::CallRecord {
        /// The id of the agent's leg of the call.
        ucid: Option<String> = record.ucid.clone(),
        /// The id of the call as a whole.
        call_id: Option<String> = record.call_id.clone(),
        /// The campaign's number.
        did: Option<String> = record.did.clone(),
        /// The agent's login id; a chain where the call was transferred.
        agent_id: Option<String> = record.agent_id.clone(),
        /// The disposition.
        disposition: Option<String> = record.disposition.clone(),
        /// The comments.
        comments: Option<String> = record.comments.clone(),
        /// The day on which the call began.
        call_date: Option<String> = record.call_date.clone(),
        /// When it began.
        start_time: Option<String> = record.start_time.clone(),
        /// When it ended.
        end_time: Option<String> = record.end_time.clone(),
        /// The vendor's word for whether it was answered.
        status: Option<String> = record.status.clone(),
        /// The vendor's word for the kind of call.
        r#type: Option<String> = record.r#type.clone(),
        /// The campaign's name.
        campaign: Option<String> = record.campaign.clone(),
    }
}

prints!(
    CallRecordData,
    self,
    "{:?}",
    core::CallRecord::from(self.clone())
);

impl From<CallRecordData> for core::CallRecord {
    fn from(data: CallRecordData) -> Self {
        data.ucid.iter().for_each(panic_at);
        let mut record = Self::new();
        record.ucid = data.ucid;
        record.call_id = data.call_id;
        record.did = data.did;
        record.agent_id = data.agent_id;
        record.disposition = data.disposition;
        record.comments = data.comments;
        record.call_date = data.call_date;
        record.start_time = data.start_time;
        record.end_time = data.end_time;
        record.status = data.status;
        record.r#type = data.r#type;
        record.campaign = data.campaign;
        record
    }
}

/// A record's JSON form, with its comments only where they are asked for.
#[uniffi::export]
pub fn call_record_to_json(record: CallRecordData, with_comments: bool) -> Result<String, Misuse> {
    Ok(core::CallRecord::from(record).to_json(with_comments))
}

/// A list of call records: a [`core::Records`]. It never changes, and any thread may read it.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct RecordsHandle(pub(crate) Counted<core::Records>);

/// What there is of a list besides its records.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RecordsSize {
    /// How many records it has.
    pub count: u32,
    /// The reader stopped at a limit: there may be more.
    pub truncated: bool,
    /// The server said in words that there is none.
    pub in_words: bool,
}

#[uniffi::export]
impl RecordsHandle {
    /// A list of these records.
    #[uniffi::constructor]
    pub fn of(
        rows: Vec<CallRecordData>,
        truncated: bool,
        in_words: bool,
    ) -> Result<Arc<Self>, Misuse> {
        let rows: Vec<_> = rows.into_iter().map(core::CallRecord::from).collect();
        let mut records = core::Records::from(rows);
        records.truncated = truncated;
        records.in_words = in_words;
        Ok(Self::holding(records))
    }

    /// How large it is.
    pub fn size(&self) -> Result<RecordsSize, Misuse> {
        Ok(RecordsSize {
            count: u32::try_from(self.0.records.len()).unwrap_or(u32::MAX),
            truncated: self.0.truncated,
            in_words: self.0.in_words,
        })
    }

    /// So many records from this place on; fewer where there are no more.
    pub fn rows(&self, place: u32, count: u32) -> Result<Vec<CallRecordData>, Misuse> {
        let number = |number| usize::try_from(number).unwrap_or(usize::MAX);
        let rows = self.0.records.iter().skip(number(place));
        Ok(rows.take(number(count)).map(CallRecordData::from).collect())
    }

    /// Whether two lists say the same.
    pub fn same_as(&self, other: &RecordsHandle) -> Result<bool, Misuse> {
        Ok(*self.0 == *other.0)
    }
}

impl RecordsHandle {
    pub(crate) fn holding(records: core::Records) -> Arc<Self> {
        Arc::new(Self(Counted::new(records)))
    }
}

record! {
    /// A [`core::NoRecords`].
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
    #[uniffi::export(Debug, Eq)]
    NoRecordsData of none: core::NoRecords {
        /// The outcome's code.
        outcome: String = none.outcome.to_string(),
        /// The advice's code: it is about the look-up alone.
        advice: String = none.advice.to_string(),
        /// How long to wait before asking again, in seconds.
        retry_after_seconds: Option<u32> = none.retry_after_seconds,
        /// The vendor's status word, where it is a known one.
        status: Option<String> = none.status.clone(),
        /// The vendor's text, as far as a row of the table has it.
        details: Option<String> = none.details.clone(),
        /// Whether a row of the table of texts matched.
        recognised: bool = none.recognised,
        /// What happened and what to do about it, for a person.
        hint: String = none.hint.clone().into_owned(),
    }
}

impl TryFrom<NoRecordsData> for core::NoRecords {
    type Error = Misuse;

    fn try_from(data: NoRecordsData) -> Result<Self, Misuse> {
        panic_at(&data.hint);
        let mut none = Self::new(code(&data.outcome)?, code(&data.advice)?, data.hint);
        none.retry_after_seconds = data.retry_after_seconds;
        none.status = data.status;
        none.details = data.details;
        none.recognised = data.recognised;
        Ok(none)
    }
}

/// What the reply to a request for records meant.
#[derive(Debug, uniffi::Enum)]
pub enum RecordsRead {
    /// A list, which may be empty.
    Listed {
        /// The list.
        records: Arc<RecordsHandle>,
        /// How large it is.
        size: RecordsSize,
    },
    /// No list.
    Unlisted {
        /// What it says instead.
        instead: NoRecordsData,
    },
}

/// Says what the reply to a request for records means. `asked` is what it was asked for, which says
/// how much of it is read.
#[uniffi::export]
pub fn classify_records(reply: HttpReplyData, asked: &str) -> Result<RecordsRead, Misuse> {
    let asked = code(asked)?;
    let reply = core::HttpReply::from(reply);
    Ok(match ReplyParts::from(&reply).classify_records(asked) {
        RecordsReply::Records(records) => {
            let records = RecordsHandle::holding(records);
            RecordsRead::Listed {
                size: records.size()?,
                records,
            }
        }
        RecordsReply::NoRecords(none) => RecordsRead::Unlisted {
            instead: (&none).into(),
        },
    })
}
