//! The sentences of what records say, the same in every language.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::record::{CallRecord, id};
use super::same::Sent;
use super::settle::{FoundRecords, Question};
use crate::codes::{Api, Outcome};
use crate::kind::Kind;
use crate::reply::NoList;
use crate::text::present;

/// How many other legs of a call are named.
pub(super) const LEGS_NAMED: usize = 3;

const EXPECTED: &str = "How soon one shows is not documented: while the call is up, and for five \
                        minutes after it, this is to be expected.";
const CHANGED: &str = "Or something on the way, such as a proxy or a firewall, refused or changed \
                       this GET, because it has a body: look up from a network without it, or read \
                       the end-of-call callback instead.";
const REPORTS_WANT_KEY: &str = "Reports may want the account's api key, also where dispositions \
                                are set with a token.";

const CANT_SEND: &str = "The HTTP library refuses this GET with a body, as most do: look up on a \
                         server, over the built-in transport or another one that can send it, or \
                         read the end-of-call callback instead.";
pub(super) const WITHOUT_TOKEN: &str = "Nothing was asked: there is no token in hand, and none is fetched for a look-up, since a new \
     one ends that with which dispositions are set.";

/// Why a record of the leg decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It has no disposition.
    Absent,
    /// It has what the system puts there by itself.
    Automatic,
    /// Its characters are damaged: it may be the one that was sent, or another.
    Damaged,
    /// It may be another leg's.
    AnotherLegs,
}

pub(super) fn for_stands(question: &Question<'_>, record: &CallRecord) -> String {
    let mut sentence = "The disposition stands: the call's record shows it, whether this request, \
                        another one or the agent set it. There is nothing to send again."
        .to_owned();
    add_unseen(&mut sentence, question);
    add_comment(&mut sentence, question, record);
    sentence
}

pub(super) fn for_another(question: &Question<'_>, record: &CallRecord) -> String {
    let mut sentence = format!(
        "The disposition is not in force: the call's record shows another one. It was never \
         applied, or it was applied and then written over, by the agent or by another request. \
         Send it again only where a person wants it in place of the other. {}",
        on_sending_again(question.api)
    );
    add_unseen(&mut sentence, question);
    add_comment(&mut sentence, question, record);
    sentence
}

pub(super) fn for_none_yet(question: &Question<'_>, doubt: Doubt) -> String {
    let what = match doubt {
        Doubt::Absent => "The call's record shows no disposition yet.",
        Doubt::Automatic => {
            "The call's record shows only what the system puts there by itself; a disposition may \
             still take its place."
        }
        Doubt::Damaged => {
            "The call's record shows a text whose characters were lost on the way: it may be this \
             disposition or another one. A person can tell in CloudAgent's call details."
        }
        Doubt::AnotherLegs => {
            "The record is of the whole call, which has several legs or agents, and shows another \
             disposition, which may be that of another leg: look up this leg by its own ucid."
        }
    };
    let expected = match doubt {
        Doubt::Absent | Doubt::Automatic => EXPECTED,
        Doubt::Damaged | Doubt::AnotherLegs => "",
    };
    unknown(what, expected, question)
}

pub(super) fn for_not_found(
    question: &Question<'_>,
    found: &FoundRecords<'_>,
    other_legs: &[&str],
) -> String {
    let mut what = "There is no record of this leg of the call.".to_owned();
    if id(question.ucid).is_none() {
        what.push_str(" The ucid that was sent is no call id, which has digits only.");
    }
    if !other_legs.is_empty() {
        let named: Vec<&str> = other_legs.iter().take(LEGS_NAMED).copied().collect();
        let more = if other_legs.len() > LEGS_NAMED {
            " and more"
        } else {
            ""
        };
        let _ = write!(
            what,
            " The id that was sent names the whole call; its legs have ids of their own: {}{more}.",
            named.join(", ")
        );
    }
    if found.truncated {
        what.push_str(" The list was cut at its limit: ask for fewer hours, or for this one call.");
    }
    if found.in_words {
        what.push_str(
            " The server said in words that there is none, which it also says to a wrong key or \
             user name.",
        );
    }
    what.push_str(" A call that began before midnight is in the records of the day before.");
    unknown(&what, EXPECTED, question)
}

/// `why` is a sentence.
pub(super) fn for_no_answer(question: &Question<'_>, why: &str) -> String {
    unknown(&format!("No list of records came. {why}"), "", question)
}

pub(super) fn for_kind(kind: Kind, why: &str) -> String {
    if kind == Kind::Unsendable {
        return CANT_SEND.to_owned();
    }
    // A look-up is no send of the disposition, and nobody may read it so.
    let why = why.replace("send again", "look again");
    let mut chars = why.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    format!(
        "{}{}.",
        first.map(String::from).unwrap_or_default(),
        chars.as_str()
    )
}

pub(super) fn for_too_soon(seconds: u32) -> String {
    format!(
        "Nothing was asked: the vendor takes two such requests a minute for the whole account, so \
         this client sends one in 31 s, and the next can go in {seconds} s. Look up several calls \
         with one request for the day."
    )
}

/// It stays unknown, and what to do then.
fn unknown(what: &str, expected: &str, question: &Question<'_>) -> String {
    let mut sentence = what.to_owned();
    for part in [
        expected,
        "Whether the disposition stands is as unknown as before: look again later, or in \
         CloudAgent's call details.",
        on_sending_again(question.api),
    ] {
        if !part.is_empty() {
            sentence.push(' ');
            sentence.push_str(part);
        }
    }
    add_unseen(&mut sentence, question);
    sentence
}

/// What is documented of sending again.
const fn on_sending_again(api: Api) -> &'static str {
    match api {
        Api::GetV2 => {
            "What sending again does to a disposition that stands is not documented for this API."
        }
        Api::GetV3 => "Sending again writes this disposition over whichever stands.",
        Api::PostApiKey | Api::PostToken => {
            "Sending again is answered with `already_disposed` where a disposition stands, this \
             one or another."
        }
    }
}

/// What was asked for besides the disposition, and no record shows.
fn add_unseen(sentence: &mut String, question: &Question<'_>) {
    let request = question.request;
    let has_time = present(request.callback_time.as_deref()).is_some();
    let asked = [
        (request.pauses(), "the pause"),
        (has_time, "the callback time"),
        (request.auto_release, "the auto-release"),
    ];
    let asked: Vec<&str> = asked
        .into_iter()
        .filter_map(|(is_asked, what)| is_asked.then_some(what))
        .collect();
    if !asked.is_empty() {
        let _ = write!(
            sentence,
            " No record shows what became of {}.",
            asked.join(" and ")
        );
    }
}

fn add_comment(sentence: &mut String, question: &Question<'_>, record: &CallRecord) {
    let sent = present(question.request.comments.as_deref());
    let recorded = present(record.comments.as_deref());
    match (sent, recorded) {
        (Some(sent), Some(recorded)) if !Sent::of(sent).is(recorded) => {
            sentence.push_str(" The record's comment is another one than was sent.");
        }
        (Some(_), None) => sentence.push_str(" The record shows no comment."),
        _ => {}
    }
}

/// What a reply without a list means, for a person.
pub(super) fn for_no_list(none: &NoList) -> Cow<'static, str> {
    let hint = match none.meaning.outcome {
        Outcome::Unavailable => {
            "The server, or something in front of it, can't answer now: look again later."
        }
        Outcome::Unrecognised => {
            "The reply is no list of records that can be relied on, and may be from something \
             other than CloudAgent."
        }
        Outcome::RateLimited => {
            "The account has asked for records too often: the vendor takes two such requests a \
             minute for the whole account, other programs' reports included. Look up several calls \
             with one request for the day."
        }
        Outcome::Rejected => "CloudAgent refused the look-up in words that are not known here.",
        Outcome::Forbidden => {
            "Something refused the look-up before CloudAgent said anything to it: the api key or \
             this machine's address may not be allowed."
        }
        Outcome::TokenExpired | Outcome::TokenInvalid => {
            "The token does not hold any more: look again when the account has a new one. None is \
             fetched for a look-up, since that would end the token that dispositions are set with."
        }
        _ => none.meaning.hint,
    };
    let wants_key = matches!(
        none.meaning.outcome,
        Outcome::AuthenticationFailed
            | Outcome::CredentialsMissing
            | Outcome::TokenExpired
            | Outcome::TokenInvalid
    );
    let more = [
        (wants_key, REPORTS_WANT_KEY),
        (none.may_be_changed, CHANGED),
    ];
    let mut hint = Cow::Borrowed(hint);
    for (_, sentence) in more.into_iter().filter(|(is_so, _)| *is_so) {
        let hint = hint.to_mut();
        hint.push(' ');
        hint.push_str(sentence);
    }
    hint
}
