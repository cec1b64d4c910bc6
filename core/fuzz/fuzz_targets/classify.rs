//! Any status and any bytes have an answer, and what the answer says fits together.
#![no_main]

use cloudagent_disposition::{
    Advice, Effect, ListReply, Reply, ReplyParts, TokenReply,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, Option<&str>, Option<&str>, &[u8])| {
    let (http_status, retry_after, date, body) = input;
    let parts = ReplyParts::new(http_status, body)
        .retry_after(retry_after)
        .date(date);
    check(&parts.classify());
    if let TokenReply::Other(reply) = parts.classify_token() {
        check(&reply);
        check_nothing_granted(&reply);
    }
    if let ListReply::Other(reply) = parts.classify_list() {
        check(&reply);
        check_nothing_granted(&reply);
    }
});

fn check(reply: &Reply<'_>) {
    let success = matches!(reply.effect, Effect::Applied | Effect::Queued | Effect::Accepted);
    assert_eq!(success, reply.advice == Advice::None);
    assert_eq!(reply.effect == Effect::Unknown, reply.advice == Advice::CheckFirst);
    assert!(reply.retry_after_seconds.unwrap_or(0) <= 86_400);
    for text in [&reply.status, &reply.details, &reply.ucid, &reply.did, &reply.action] {
        let text = text.as_deref().unwrap_or("-");
        assert!(!text.is_empty() && text.chars().count() <= 256);
        assert!(!text.contains(char::is_control));
    }
}

fn check_nothing_granted(reply: &Reply<'_>) {
    assert!(matches!(reply.effect, Effect::NotApplied | Effect::Unknown));
}
