//! The sentences that tell a person what happened and what to do, the same in every language.

use std::fmt::Write as _;

use crate::codes::{Advice, Api};
use crate::kind::Kind;
use crate::reply::{Reply, where_to_look};
use crate::violation::{Violation, write_all};

/// What a reply meant, by its row's hint.
pub(crate) fn for_reply(reply: &Reply<'_>, api: Api, pauses: bool) -> String {
    let mut sentence = reply.hint_on(api).to_owned();
    if reply.advice == Advice::CheckFirst {
        sentence.push(' ');
        sentence.push_str(&how_to_check(api, pauses));
    }
    add_wait(&mut sentence, reply.retry_after_seconds);
    sentence
}

/// Adds how long the server asks to wait.
pub(crate) fn add_wait(sentence: &mut String, seconds: Option<u32>) {
    if let Some(seconds) = seconds {
        let _ = write!(sentence, " The server asks to wait {seconds} s.");
    }
}

/// Why nothing was sent.
pub(crate) fn for_not_sent(why: &str) -> String {
    format!("Nothing was sent: {why}.")
}

/// Why no token could be had, by what the token service replied.
pub(crate) fn for_no_token(reply: &str) -> String {
    format!("Nothing was sent: no token could be had. {reply}")
}

/// The same, where it did not reply.
pub(crate) fn for_no_token_because(why: &str) -> String {
    format!("Nothing was sent: no token could be had, as {why}.")
}

/// The vendor grants so many tokens an hour.
pub(crate) fn for_token_limit(seconds: u32) -> String {
    format!(
        "Nothing was sent: this hour's tokens are used up; the next can be had in {seconds} s. Let \
         every process of the account share one token."
    )
}

/// What to add to a refusal of the token, where there was no newer one.
pub(crate) const NO_NEWER_TOKEN: &str = " No newer token could be had for this call.";

/// That an environment variable names a proxy which can't be used, as the middle of a sentence. The
/// value may hold a password, so only the name is told.
pub(crate) fn unusable_proxy(variable: &str) -> String {
    format!(
        "the proxy that {variable} names can't be used; it must be http://host:port, what is \
         special in its user name and password percent-encoded, and SOCKS is not supported"
    )
}

/// Why it is not known whether the disposition was applied, where no whole reply came.
pub(crate) fn for_uncertain(kind: Kind, api: Api, pauses: bool) -> String {
    format!(
        "The disposition may have been applied: {}. {}",
        kind.why_uncertain(),
        how_to_check(api, pauses)
    )
}

/// What to add where an attempt may have been applied, and a later one was told that the call has a
/// disposition already.
pub(crate) const ONE_STANDS: &str =
    " A later reply says that the call has a disposition: this one, or one from the agent.";

/// How to find out what happened. The vendor confirms no pause, so nothing but the agent tells.
fn how_to_check(api: Api, pauses: bool) -> String {
    let mut how = where_to_look(api).to_owned();
    if pauses {
        how.push_str(" Whether the pause took effect, ask the agent.");
    }
    how
}

/// What is wrong with the request.
pub(crate) fn for_invalid(violations: &[Violation]) -> String {
    listed("Nothing was sent.", violations)
}

/// What is wrong with the configuration.
pub(crate) fn for_configuration(violations: &[Violation]) -> String {
    listed("No client was made.", violations)
}

fn listed(what: &str, violations: &[Violation]) -> String {
    let mut sentence = format!("{what} ");
    let _ = write_all(&mut sentence, violations);
    sentence
}

/// The sentence with the warnings behind it, where there are any.
pub(crate) fn with_warnings(mut sentence: String, warnings: &[Violation]) -> String {
    if !warnings.is_empty() {
        sentence.push_str(" Warnings: ");
        let _ = write_all(&mut sentence, warnings);
    }
    sentence
}
