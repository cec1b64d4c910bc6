//! Runs `classify.json`.

use cloudagent_disposition::{ListReply, Reply, ReplyParts, TokenReply};
use serde_json::Value;

use crate::cases::{Case, Expect, ExpectedReply, Kind};

/// Runs one case: panics where the library disagrees.
pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap_or_else(|error| panic!("{error}"));
    let body = case.body();
    let parts = ReplyParts::new(case.status(), &body)
        .retry_after(case.retry_after.as_deref())
        .date(case.date.as_deref());
    match (case.kind, &case.expect) {
        (Kind::Set, Expect::Reply(expected)) => {
            compare(&parts.classify(), expected);
        }
        (Kind::Token, expected) => match (parts.classify_token(), expected) {
            (TokenReply::Granted(token), Expect::Token(expected)) => {
                assert_eq!(token.expose(), expected.token);
            }
            (TokenReply::Other(reply), Expect::Reply(expected)) => compare(&reply, expected),
            (reply, expected) => panic!("{reply:?} instead of {expected:?}"),
        },
        (Kind::List, expected) => match (parts.classify_list(), expected) {
            (ListReply::Dispositions(list), Expect::Dispositions(expected)) => {
                assert_eq!(list, expected.dispositions);
            }
            (ListReply::Other(reply), Expect::Reply(expected)) => compare(&reply, expected),
            (reply, expected) => panic!("{reply:?} instead of {expected:?}"),
        },
        (Kind::Set, expected) => panic!("a case of kind set can't expect {expected:?}"),
    }
}

fn compare(reply: &Reply<'_>, expected: &ExpectedReply) {
    assert_eq!(reply.outcome, expected.outcome, "outcome");
    assert_eq!(reply.effect, expected.effect, "effect");
    assert_eq!(reply.advice, expected.advice, "advice");
    assert_eq!(reply.ucid.as_deref(), expected.ucid.as_deref(), "ucid");
    assert_eq!(reply.did.as_deref(), expected.did.as_deref(), "did");
    let action = reply.action.as_deref();
    assert_eq!(action, expected.action.as_deref(), "action");
    let wait = reply.retry_after_seconds;
    assert_eq!(wait, expected.retry_after_seconds, "retry_after_seconds");
    if let Some(status) = &expected.status {
        assert_eq!(reply.status.as_deref(), status.as_deref(), "status");
    }
    if let Some(details) = &expected.details {
        assert_eq!(reply.details.as_deref(), details.as_deref(), "details");
    }
    if let Some(recognised) = expected.recognised {
        assert_eq!(reply.recognised, recognised, "recognised");
    }
    assert!(!reply.hint().is_empty(), "hint");
}
