//! What the server answers, for those who test their own code without one.

use cloudagent_disposition as core;
use core::{Matching, Outcome, ReplyParts, Scope};

use crate::bytes::Bytes;
use crate::http::HttpReplyData;
use crate::misuse::{Misuse, code};

/// A reply whose outcome is this one, in the vendor's words where the table has words for it; none
/// where no reply to a disposition has it.
#[uniffi::export]
pub fn sample_reply(outcome: String) -> Result<Option<HttpReplyData>, Misuse> {
    let outcome: Outcome = code(&outcome)?;
    Ok(candidates().find(|reply| {
        let reply = core::HttpReply::from(reply.clone());
        ReplyParts::from(&reply).classify().outcome == outcome
    }))
}

/// Every text of the table under both status words, every HTTP status that has a row, and then what
/// the table has no texts for.
fn candidates() -> impl Iterator<Item = HttpReplyData> {
    let texts = core::rules()
        .iter()
        .filter(|rule| rule.matching != Matching::Rest && rule.scope == Scope::Every)
        .map(|rule| rule.text)
        .chain(["a text for tests"]);
    let worded = texts.flat_map(|text| ["Success", "Fail"].map(|word| reply(200, word, text)));
    let statuses = core::http_rules().iter().flat_map(|rule| rule.statuses);
    let bare = statuses.map(|&(first, _)| HttpReplyData {
        body: Bytes::default(),
        ..reply(first, "", "")
    });
    worded.chain(bare)
}

fn reply(status: u16, word: &str, text: &str) -> HttpReplyData {
    let body = serde_json::json!({ "status": word, "details": text });
    HttpReplyData {
        status: status.into(),
        retry_after: None,
        date: None,
        body: Bytes(body.to_string().into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reply_can_say_has_a_sample() {
        let without: Vec<_> = Outcome::ALL
            .iter()
            .filter(|outcome| sample_reply(outcome.to_string()).unwrap().is_none())
            .map(ToString::to_string)
            .collect();
        assert_eq!(without, ["none_found"]);
    }
}
