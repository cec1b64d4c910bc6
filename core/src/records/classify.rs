//! Replies to a request for records.

use std::borrow::Cow;

use super::record::CallRecord;
use super::{row, sentence};
use crate::codes::{Advice, Effect, Outcome, codes};
use crate::reply::{Listing, NoList, ReplyParts, RowReader};

codes! {
    /// What was asked for, which says how much of a reply is read.
    pub enum Asked {
        /// The records of one call: at most 1,000, and 8 MiB.
        OneCall = "one_call" as 1,
        /// The records of a day: at most 50,000, and 64 MiB.
        Day = "day" as 2,
    }
}

impl Asked {
    /// The most rows that are read.
    pub const fn rows_max(self) -> usize {
        match self {
            Self::OneCall => 1_000,
            Self::Day => 50_000,
        }
    }

    /// The most bytes of a reply that are read, uncompressed.
    pub const fn reply_limit(self) -> usize {
        match self {
            Self::OneCall => 8 << 20,
            Self::Day => 64 << 20,
        }
    }

    const fn reader(self) -> RowReader<CallRecord> {
        RowReader {
            read: row::read,
            is_named: |record| record.ucid.is_some() || record.call_id.is_some(),
            rows_max: self.rows_max(),
            bytes_max: self.reply_limit(),
        }
    }
}

/// What the reply to a request for records meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordsReply {
    /// A list of records, which may be empty.
    Records(Records),
    /// No list came. It says nothing of any disposition.
    NoRecords(NoRecords),
}

/// A list of records. An empty one proves nothing of a disposition.
///
/// It prints its size: a day of calls is no line of a log.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Records {
    /// The records, in the server's order.
    pub records: Vec<CallRecord>,
    /// The reader stopped at a limit: there may be more.
    pub truncated: bool,
    /// The server said in words that there is none, which it also says to a wrong key.
    pub in_words: bool,
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records")
            .field("records", &self.records.len())
            .field("truncated", &self.truncated)
            .field("in_words", &self.in_words)
            .finish()
    }
}

/// A list that is whole.
impl From<Vec<CallRecord>> for Records {
    fn from(records: Vec<CallRecord>) -> Self {
        Self {
            records,
            ..Self::default()
        }
    }
}

/// What came instead of a list of records.
///
/// It has no effect, on purpose: a look-up that failed says nothing of a disposition. Its texts are
/// the vendor's own, as far as they are known; it has no text that could hold a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoRecords {
    /// What the vendor said.
    pub outcome: Outcome,
    /// What to do about the look-up; never [`Advice::CheckFirst`], since it changes nothing.
    pub advice: Advice,
    /// How long to wait before asking again, in seconds, where the server said so.
    pub retry_after_seconds: Option<u32>,
    /// The vendor's status word, where it is a known one.
    pub status: Option<String>,
    /// The vendor's text, as far as a row of the table has it.
    pub details: Option<String>,
    /// Whether a row of the table of texts matched.
    pub recognised: bool,
    /// What happened and what to do about it: for a person.
    pub hint: Cow<'static, str>,
}

impl NoRecords {
    /// What came of its parts, in no words of the vendor's: for tests, and for a host whose copy of
    /// one went through another language.
    pub fn new(outcome: Outcome, advice: Advice, hint: impl Into<Cow<'static, str>>) -> Self {
        Self {
            outcome,
            advice,
            retry_after_seconds: None,
            status: None,
            details: None,
            recognised: false,
            hint: hint.into(),
        }
    }
}

impl From<NoList> for NoRecords {
    fn from(none: NoList) -> Self {
        let advice = match (none.meaning.effect, none.meaning.outcome) {
            (Effect::NotApplied, _) => none.meaning.advice,
            (_, Outcome::Unavailable) => Advice::RetryLater,
            _ => Advice::DoNotRetry,
        };
        Self {
            outcome: none.meaning.outcome,
            advice,
            retry_after_seconds: none.retry_after_seconds,
            hint: sentence::for_no_list(&none),
            status: none.status,
            details: none.details,
            recognised: none.recognised,
        }
    }
}

impl ReplyParts<'_> {
    /// Says what the reply to a request for records means. It is total, as
    /// [`classify`](Self::classify) is, and takes linear time and little memory beside the records.
    ///
    /// Digits are taken from the raw text: an id of 17 is beyond a double. Bytes that are not UTF-8
    /// become U+FFFD, so one bad comment does not lose a day. The reader stops at the limits of
    /// what was [asked](Asked), and says that it did.
    ///
    /// ```
    /// use cloudagent_disposition::{Asked, RecordsReply, ReplyParts};
    ///
    /// let body = br#"{"details":[{"UCID":81891723610400001,"Disposition":"Sale"}],"status":"success"}"#;
    /// let RecordsReply::Records(list) = ReplyParts::new(200, body).classify_records(Asked::OneCall)
    /// else {
    ///     panic!("it is a list");
    /// };
    /// assert_eq!(list.records[0].ucid.as_deref(), Some("81891723610400001"));
    /// ```
    pub fn classify_records(&self, asked: Asked) -> RecordsReply {
        match self.list_rows(&asked.reader()) {
            Listing::Rows {
                rows,
                truncated,
                in_words,
            } => RecordsReply::Records(Records {
                records: rows,
                truncated,
                in_words,
            }),
            Listing::None(none) => RecordsReply::NoRecords(none.into()),
        }
    }
}
