//! A second classifier, written from the rules alone and as plainly as can be: it copies, recurses
//! and looks back. It shares no code with the library, so what both get wrong in the same way was
//! misread twice. Only the vendor's texts and what they mean are the library's: the vectors, which
//! were written from the rules too, hold each of them at least once. It also says *how* it came to
//! its answer, for the coverage gate.

mod json;
mod labels;
mod preface;
mod read;
mod shown;

use cloudagent_disposition::{Matching, Polarity, Rule, Scope, rules};
use json::Json;
use read::{fold, plain, read};
use shown::{number_after, shown};

use crate::cases::Kind;

/// How the body was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reader {
    Strict,
    Preface,
    Lenient,
}

/// Which side the status word is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StatusWord {
    None,
    Success,
    Failure,
    Other,
}

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decided {
    /// A row of the table of texts, by its text.
    Text(&'static str),
    /// *Anything else*, strictly read, HTTP 2xx, success-like.
    Succeeded,
    /// A contradiction.
    Contradictory,
    /// *Anything else*, failure-like, where the HTTP status doesn't decide.
    Rejected,
    /// A success without a token or without a list.
    NothingGranted,
    /// The table of HTTP statuses.
    Http,
    /// A token or a list came.
    Granted,
}

/// What a reply means, in the codes of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) outcome: &'static str,
    pub(crate) effect: &'static str,
    pub(crate) advice: &'static str,
    pub(crate) ucid: Option<String>,
    pub(crate) did: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) retry_after_seconds: Option<u32>,
    pub(crate) status: Option<String>,
    pub(crate) details: Option<String>,
    pub(crate) recognised: bool,
}

/// An answer and how it came about. `granted` is the token or the list, instead of the answer.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "not every test looks at everything")]
pub(crate) struct Judgement {
    pub(crate) answer: Answer,
    pub(crate) granted: Option<Vec<String>>,
    pub(crate) reader: Reader,
    pub(crate) status_word: StatusWord,
    pub(crate) decided: Decided,
}

/// What an outcome does and advises: outcome, effect, advice.
type Meaning = (&'static str, &'static str, &'static str);

const SUCCESS_WORDS: &[&str] = &["success", "queued", "queued successfully", "true", "ok"];
const FAILURE_WORDS: &[&str] = &["fail", "fails", "failed", "failure", "error", "false"];

const AUTHENTICATION: Meaning = ("authentication_failed", "not_applied", "fix_credentials");
const BAD_REQUEST: Meaning = ("bad_request", "not_applied", "fix_request");
const RATE_LIMITED: Meaning = ("rate_limited", "not_applied", "retry_later");
const CONTRADICTION: Meaning = ("unrecognised", "unknown", "check_first");

/// The first text of the table that speaks of a success, or of a failure, and is this text.
fn row(text: &str, of: Polarity) -> Option<(&'static str, Meaning)> {
    let is = |rule: &&Rule, matching| {
        rule.scope == Scope::Every && rule.polarity == of && rule.matching == matching
    };
    let mut whole = rules().iter().filter(|rule| is(rule, Matching::Whole));
    let mut begun = rules().iter().filter(|rule| is(rule, Matching::Prefix));
    let rule = whole
        .find(|rule| text == rule.text)
        .or_else(|| begun.find(|rule| text.starts_with(rule.text)))?;
    let said = rule.meaning;
    let codes = (
        said.outcome.as_str(),
        said.effect.as_str(),
        said.advice.as_str(),
    );
    Some((rule.text, codes))
}

const NONE_FOUND: &str = "no disposition found";

pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}'
}

/// Says what a reply means. `retry_after` is taken in digits only.
pub(crate) fn judge(kind: Kind, http: u16, body: &[u8], retry_after: Option<&str>) -> Judgement {
    let body = &plain(body)[..];
    let known: &[&str] = match kind {
        Kind::Set => &["status", "details", "message"],
        Kind::Token => &["status", "details", "message", "token"],
        Kind::List => &["status", "details", "message", "data"],
    };
    let (words, json) = read(body, known);
    let mut status = words.of("status").first().map(|word| (*word).clone());
    let mut text = words
        .of("details")
        .first()
        .or(words.of("message").first())
        .map(|t| (*t).clone());
    let status_word = status_word(status.as_deref());
    let (mut granted, mut contradictory) = granted(kind, json.as_ref());
    contradictory |= words.contradict();
    let fails = |word: &&String| self::status_word(Some(word)) == StatusWord::Failure;
    if words.of("status").iter().any(fails) {
        // Where a token, or an empty list, and a failure stand, the failure wins.
        granted = granted.filter(|list: &Vec<String>| kind == Kind::List && !list.is_empty());
    }
    if let (Some(details), Some(message)) =
        (words.of("details").first(), words.of("message").first())
    {
        let is_success = |text: &str| row(&fold(text), Polarity::Success).is_some();
        let is_failure = |text: &str| row(&fold(text), Polarity::Failure).is_some();
        contradictory |= is_success(details) && is_failure(message);
        contradictory |= is_failure(details) && is_success(message);
    }

    let looked_up = text.clone().or(status.clone()).unwrap_or_default();
    let strict = words.reader == Reader::Strict;
    let (mut decided, mut meaning) = if contradictory {
        (Decided::Contradictory, CONTRADICTION)
    } else {
        decide(kind, http, &fold(&looked_up), status_word, strict)
    };
    let good = ["applied", "queued", "accepted"].contains(&meaning.1);
    if !strict && good && http / 100 != 2 {
        (decided, meaning) = (Decided::Contradictory, CONTRADICTION);
    }
    let failed = status_word == StatusWord::Failure || matches!(decided, Decided::Text(_));
    if !strict && http / 100 == 5 && failed && !contradictory && decided != Decided::Contradictory {
        (decided, meaning) = (Decided::Http, by_http_status(kind, http));
        (status, text) = (None, None);
    }
    if kind == Kind::Token && ["applied", "queued", "accepted"].contains(&meaning.1) {
        (decided, meaning) = (Decided::NothingGranted, CONTRADICTION);
    }
    if granted.is_some() {
        decided = Decided::Granted;
    }
    let mut answer = Answer {
        outcome: meaning.0,
        effect: meaning.1,
        advice: meaning.2,
        ucid: None,
        did: None,
        action: None,
        retry_after_seconds: None,
        status: status.map(|status| shown(&status)),
        details: text.map(|text| shown(&text)),
        recognised: matches!(decided, Decided::Text(_)),
    };
    if answer.outcome == "unknown_call" {
        answer.ucid = number_after(&looked_up, "ucid");
        answer.did = number_after(&looked_up, "did");
    }
    if answer.outcome == "invalid_action" {
        let action = looked_up
            .find("->")
            .map(|at| looked_up[at + 2..].trim_matches(is_space));
        answer.action = action.filter(|action| !action.is_empty()).map(shown);
    }
    if ["rate_limited", "unavailable", "unable_to_dispose"].contains(&answer.outcome) {
        answer.retry_after_seconds = retry_after.and_then(|seconds| {
            let digits = !seconds.is_empty() && seconds.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| seconds.parse::<u32>().unwrap_or(u32::MAX).min(86_400))
        });
    }
    Judgement {
        answer,
        granted,
        reader: words.reader,
        status_word,
        decided,
    }
}

fn status_word(status: Option<&str>) -> StatusWord {
    match status.map(fold) {
        None => StatusWord::None,
        Some(word) if SUCCESS_WORDS.contains(&word.as_str()) => StatusWord::Success,
        Some(word) if FAILURE_WORDS.contains(&word.as_str()) => StatusWord::Failure,
        Some(_) => StatusWord::Other,
    }
}

fn decide(
    kind: Kind,
    http: u16,
    text: &str,
    status: StatusWord,
    strict: bool,
) -> (Decided, Meaning) {
    if kind == Kind::List && text.starts_with(NONE_FOUND) {
        return (
            Decided::Text(NONE_FOUND),
            ("none_found", "not_applied", "fix_request"),
        );
    }
    if let Some((row, meaning)) = row(text, Polarity::Success) {
        return match status {
            StatusWord::None | StatusWord::Success => (Decided::Text(row), meaning),
            StatusWord::Failure | StatusWord::Other => (Decided::Contradictory, CONTRADICTION),
        };
    }
    if let Some((row, meaning)) = row(text, Polarity::Failure) {
        return match status {
            StatusWord::Success => (Decided::Contradictory, CONTRADICTION),
            _ => (Decided::Text(row), meaning),
        };
    }
    match status {
        StatusWord::Success if strict && http / 100 == 2 => {
            (Decided::Succeeded, ("succeeded", "accepted", "none"))
        }
        StatusWord::Success => (Decided::Contradictory, CONTRADICTION),
        StatusWord::Failure if [401, 403].contains(&http) => (Decided::Http, AUTHENTICATION),
        StatusWord::Failure if ![408, 425, 429].contains(&http) && http / 100 != 5 => (
            Decided::Rejected,
            ("rejected", "not_applied", "do_not_retry"),
        ),
        _ => (Decided::Http, by_http_status(kind, http)),
    }
}

fn by_http_status(kind: Kind, http: u16) -> Meaning {
    match http {
        429 => RATE_LIMITED,
        401 => AUTHENTICATION,
        403 => ("forbidden", "not_applied", "fix_request"),
        302 | 303 if kind == Kind::Set => ("redirected", "unknown", "check_first"),
        300..=399 => ("redirected", "not_applied", "fix_configuration"),
        404 | 405 | 410 | 421 | 501 => ("endpoint_not_found", "not_applied", "fix_configuration"),
        407 => ("proxy_refused", "not_applied", "fix_configuration"),
        408 | 425 | 500..=599 => ("unavailable", "unknown", "check_first"),
        400..=499 => BAD_REQUEST,
        _ => CONTRADICTION,
    }
}

/// The token or the list that a JSON body grants, and whether it contradicts itself about it.
fn granted(kind: Kind, json: Option<&Json>) -> (Option<Vec<String>>, bool) {
    let Some(json) = json else {
        return (None, false);
    };
    let keys: &[&str] = match kind {
        Kind::Set => &[],
        Kind::Token => &["token"],
        Kind::List => &["details", "message", "data", "status"],
    };
    let mut granted = None;
    let mut contradictory = false;
    for name in keys {
        let values: Vec<Vec<String>> = json
            .members()
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .filter_map(|(_, value)| match value {
                Json::Text(Some(text)) if kind == Kind::Token => Some(vec![text.clone()]),
                Json::List(items) if kind == Kind::List => items
                    .iter()
                    .map(|item| item.text().map(str::to_owned))
                    .collect(),
                _ => None,
            })
            .collect();
        contradictory |= values.iter().any(|value| *value != values[0]);
        if *name != "status" && granted.is_none() {
            granted = values.into_iter().next();
        }
    }
    let is_token = |text: &String| {
        (1..=8192).contains(&text.len()) && text.chars().all(|c| ('!'..='~').contains(&c))
    };
    if contradictory || (kind == Kind::Token && !granted.iter().flatten().all(is_token)) {
        granted = None;
    }
    (granted, contradictory)
}
