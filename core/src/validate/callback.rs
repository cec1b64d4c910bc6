//! The rules of calling back: when, and in which zone.

use super::rule::{FieldRules, Rule, Subject, Weight, Weights, When};
use super::scanned::has_control;
use crate::civil::CivilDateTime;
use crate::text::present;
use crate::violation::{Field, Problem};

/// Our own limit: no IANA name is half as long.
const ZONE_BYTES_MAX: usize = 64;

const ZONE_INVALID: &str = "Give an IANA name, like Asia/Kolkata.";

fn zone<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    subject.request.callback_time_zone
}

fn time<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    subject.request.callback_time
}

pub(super) const CALLBACK_TIME: FieldRules = FieldRules {
    field: Field::CallbackTime,
    text: time,
    rules: &[
        Rule {
            problem: Problem::Unsupported,
            on: Weights::on_get_v2(Weight::Hard),
            when: When::Present,
            detail: "This API has no callback time: leave it out, or use get_v3 or a POST API.",
        },
        Rule {
            problem: Problem::Invalid,
            on: Weights::on_get_v3(Weight::Hard).post(Weight::Hard),
            when: When::Text(|time| CivilDateTime::parse(time.text()).is_none()),
            detail: "Give a real date and time as YYYY-MM-DD HH:MM or YYYY-MM-DD HH:MM:SS, \
                     without a zone.",
        },
        Rule {
            problem: Problem::SecondsDropped,
            on: Weights::on_post(Weight::Warning),
            when: When::Text(|time| {
                CivilDateTime::parse(time.text()).is_some_and(|time| time.has_seconds())
            }),
            detail: "Its seconds are not sent: this API takes hours and minutes only.",
        },
        Rule {
            problem: Problem::ZoneAssumed,
            on: Weights::on_get_v3(Weight::Warning),
            when: When::Subject(|subject| {
                present(time(subject)).is_some() && present(zone(subject)).is_none()
            }),
            detail: "Without callback_time_zone the vendor reads it as Asia/Kolkata.",
        },
    ],
};

pub(super) const CALLBACK_TIME_ZONE: FieldRules = FieldRules {
    field: Field::CallbackTimeZone,
    text: zone,
    rules: &[
        Rule {
            problem: Problem::Unsupported,
            on: Weights::on_get_v2(Weight::Hard).post(Weight::Hard),
            when: When::Present,
            detail: "Only get_v3 has a zone for the callback time: leave it out.",
        },
        Rule {
            problem: Problem::Unused,
            on: Weights::on_get_v3(Weight::Warning),
            when: When::Subject(|subject| {
                present(zone(subject)).is_some() && present(time(subject)).is_none()
            }),
            detail: "It has no effect without callback_time.",
        },
        // An invalid field gets no other problem, yet control characters in any text are hard:
        // so this half of `invalid` is.
        Rule {
            problem: Problem::Invalid,
            on: Weights::on_get_v3(Weight::Hard),
            when: When::Text(has_control),
            detail: ZONE_INVALID,
        },
        Rule {
            problem: Problem::Invalid,
            on: Weights::on_get_v3(Weight::Error),
            when: When::Text(|zone| !is_zone_name(zone.text())),
            detail: ZONE_INVALID,
        },
    ],
};

/// Whether a text has the form of an IANA name. The names themselves change, so none is looked up.
fn is_zone_name(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-');
    text.len() <= ZONE_BYTES_MAX
        && text.split('/').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.bytes().all(allowed)
        })
}
