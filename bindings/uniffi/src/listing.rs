//! A campaign's dispositions.

use cloudagent_disposition as core;

use crate::http::HttpReplyData;
use crate::macros::{either, record};
use crate::misuse::{Misuse, code};
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

either! {
    /// What came of asking for a list.
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
    ListAnswer = Answered { list: DispositionListData } | Refused { violations: Vec<ViolationData> }
}

/// What a reply to a list request says.
#[uniffi::export]
pub fn list_of_reply(reply: HttpReplyData, api: String) -> Result<DispositionListData, Misuse> {
    let reply = core::HttpReply::from(reply);
    let parts = core::ReplyParts::from(&reply);
    Ok((&core::DispositionList::of_reply(&parts, code(&api)?)).into())
}

/// What it means that no reply came to a list request, for a reason of this kind.
#[uniffi::export]
pub fn list_failed(kind: String) -> Result<DispositionListData, Misuse> {
    Ok((&core::DispositionList::failed(code(&kind)?)).into())
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
