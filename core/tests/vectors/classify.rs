//! Runs `classify.json`.

use cloudagent_disposition::{
    ListReply, Reply, TokenReply, classify, classify_list, classify_token,
};
use serde_json::Value;

use crate::cases::{Case, Expect, ExpectedReply, Kind};

/// Runs one case: panics where the library disagrees.
pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap_or_else(|error| panic!("{error}"));
    let (status, body) = (case.status(), case.body());
    let (retry_after, date) = (case.retry_after.as_deref(), case.date.as_deref());
    match (case.kind, &case.expect) {
        (Kind::Set, Expect::Reply(expected)) => {
            compare(&classify(status, &body, retry_after, date), expected);
        }
        (Kind::Token, expected) => {
            match (classify_token(status, &body, retry_after, date), expected) {
                (TokenReply::Granted(token), Expect::Token(expected)) => {
                    assert_eq!(token.expose(), expected.token);
                }
                (TokenReply::Other(reply), Expect::Reply(expected)) => compare(&reply, expected),
                (reply, expected) => panic!("{reply:?} instead of {expected:?}"),
            }
        }
        (Kind::List, expected) => {
            match (classify_list(status, &body, retry_after, date), expected) {
                (ListReply::Dispositions(list), Expect::Dispositions(expected)) => {
                    assert_eq!(list, expected.dispositions);
                }
                (ListReply::Other(reply), Expect::Reply(expected)) => compare(&reply, expected),
                (reply, expected) => panic!("{reply:?} instead of {expected:?}"),
            }
        }
        (Kind::Set, expected) => panic!("a case of kind set can't expect {expected:?}"),
    }
}

fn compare(reply: &Reply, expected: &ExpectedReply) {
    assert_eq!(reply.outcome, expected.outcome, "outcome");
    assert_eq!(reply.effect, expected.effect, "effect");
    assert_eq!(reply.advice, expected.advice, "advice");
    assert_eq!(reply.ucid, expected.ucid, "ucid");
    assert_eq!(reply.did, expected.did, "did");
    assert_eq!(reply.action, expected.action, "action");
    assert_eq!(
        reply.retry_after_seconds, expected.retry_after_seconds,
        "retry_after_seconds"
    );
    if let Some(status) = &expected.status {
        assert_eq!(&reply.status, status, "status");
    }
    if let Some(details) = &expected.details {
        assert_eq!(&reply.details, details, "details");
    }
    if let Some(recognised) = expected.recognised {
        assert_eq!(reply.recognised, recognised, "recognised");
    }
    assert!(!reply.hint().is_empty(), "hint");
}
