//! A campaign's dispositions.

use cloudagent_disposition as core;

#[cfg(feature = "client")]
use crate::macros::either;
use crate::macros::record;
use crate::misuse::Misuse;
use crate::records::{RequestData, ViolationData};

record! {
    /// A [`core::DispositionList`].
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
    DispositionListData of list: core::DispositionList {
        /// The dispositions; none where no list came.
        dispositions: Option<Vec<String>> = list.dispositions.clone(),
        /// The outcome's code, where a reply came without a list.
        outcome: Option<String> = list.outcome.map(|outcome| outcome.to_string()),
        /// The code of why no reply came, where none did.
        kind: Option<String> = list.kind.map(|kind| kind.to_string()),
        /// The advice's code.
        advice: String = list.advice.to_string(),
        /// The reply's HTTP status, where one came.
        http_status: Option<i32> = list.http_status.map(i32::from),
        /// How long to wait before asking again, in seconds.
        retry_after_seconds: Option<u32> = list.retry_after_seconds,
        /// What came of it and what to do, for a person.
        sentence: String = list.sentence.clone(),
    }
}

#[cfg(feature = "client")]
either! {
    /// What came of asking for a list.
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
    ListAnswer = Answered { list: DispositionListData } | Refused { violations: Vec<ViolationData> }
}

/// Says where a request's disposition is not on the list.
#[uniffi::export]
pub fn check_disposition(
    list: Vec<String>,
    request: RequestData,
) -> Result<Option<ViolationData>, Misuse> {
    let warning = core::check_disposition(&list, &request.into());
    Ok(warning.as_ref().map(ViolationData::from))
}
