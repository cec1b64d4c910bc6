//! The one table of the vendor's texts: what each means, and on what authority.

use super::fold::{self, prefix_end};
use super::known::{Beginnings, ByLength};
use super::meaning::{self, Meaning};
use crate::codes::codes;

codes! {
    /// How a row's text is compared with the vendor's, both folded.
    #[non_exhaustive]
    pub enum Matching {
        /// The whole text.
        Whole = "whole",
        /// The text's beginning.
        Prefix = "prefix",
        /// No text: the row's text describes when it holds, for whatever no other row matches.
        Rest = "rest",
    }
}

codes! {
    /// Which status words a text goes with.
    #[non_exhaustive]
    pub enum Polarity {
        /// With a success-like one, or none.
        Success = "success",
        /// With anything but a success-like one.
        Failure = "failure",
        /// With every one.
        Either = "either",
    }
}

codes! {
    /// The replies that a row is for.
    #[non_exhaustive]
    pub enum Scope {
        /// Every reply.
        Every = "every",
        /// Replies to a request for a token.
        Token = "token",
        /// Replies to a request for the list of dispositions.
        List = "list",
        /// Replies to a request for call records.
        Records = "records",
    }
}

codes! {
    /// On what authority a row stands.
    #[non_exhaustive]
    pub enum Grade {
        /// Printed on one of the vendor's pages.
        Doc = "doc",
        /// Printed on the page that this project was founded on.
        Seed = "seed",
        /// Inferred: printed for a sibling API, or from HTTP itself.
        Inferred = "inf",
        /// Seen by integrators on other endpoints of the same hosts.
        Field = "field",
    }
}

/// One row: a text of the vendor's and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The text, folded (see [`rules`]); where `matching` is [`Matching::Rest`], a description.
    pub text: &'static str,
    /// How the text is compared.
    pub matching: Matching,
    /// The status words that it goes with. With any other, the reply contradicts itself.
    pub polarity: Polarity,
    /// The replies that it is for.
    pub scope: Scope,
    /// What it means.
    pub meaning: &'static Meaning,
    /// The vendor's page (its slug), or `spec`, or `field`.
    pub source: &'static str,
    /// On what authority it stands.
    pub grade: Grade,
}

impl Rule {
    /// Whether the two rows can't both be meant.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        self.polarity != other.polarity
            && self.polarity != Polarity::Either
            && other.polarity != Polarity::Either
    }

    /// How much of a text that it matches is the vendor's own.
    pub(super) fn own_part(&self, text: &str) -> usize {
        match self.matching {
            Matching::Prefix => prefix_end(text, self.text),
            _ => text.len(),
        }
    }
}

const fn failure(
    text: &'static str,
    meaning: &'static Meaning,
    source: &'static str,
    grade: Grade,
) -> Rule {
    Rule {
        text,
        matching: Matching::Whole,
        polarity: Polarity::Failure,
        scope: Scope::Every,
        meaning,
        source,
        grade,
    }
}

const fn success(
    text: &'static str,
    meaning: &'static Meaning,
    source: &'static str,
    grade: Grade,
) -> Rule {
    Rule {
        polarity: Polarity::Success,
        ..failure(text, meaning, source, grade)
    }
}

const fn prefix(
    text: &'static str,
    meaning: &'static Meaning,
    source: &'static str,
    grade: Grade,
) -> Rule {
    Rule {
        matching: Matching::Prefix,
        ..failure(text, meaning, source, grade)
    }
}

/// Words for an empty list of records, which also answer a wrong key.
const fn no_records(text: &'static str, source: &'static str, grade: Grade) -> Rule {
    Rule {
        polarity: Polarity::Either,
        scope: Scope::Records,
        ..failure(text, meaning::NO_RECORDS, source, grade)
    }
}

const fn rest(when: &'static str, polarity: Polarity, meaning: &'static Meaning) -> Rule {
    Rule {
        matching: Matching::Rest,
        polarity,
        ..failure(when, meaning, SPEC, Grade::Inferred)
    }
}

/// The founding page.
const GET_V2: &str = "get_caservices-disposition-dispositionapiv2-php";
const GET_V2_AFTER_CALL: &str = "get_caservices-disposition-dispositionapiv2-php-1";
const GET_V3: &str = "get_caservices-disposition-dispositionapiv3-php-1";
const POST_API_KEY: &str = "post_ca-apis-dispositionapiv2";
const POST_TOKEN: &str = "post_ca-apis-dispositionapiv2-1";
const TOKEN: &str = "post_ca-apis-catoken-generatetoken";
const LIST: &str = "get_caservices-disposition-dispositionapi-php";
/// Pages of sibling APIs on the same hosts.
const DELETE_DATA: &str = "delete_ca-apis-deletecampaigndata-1";
const DYNAMIC_DID: &str = "post_apiservices-dynamic-did-update";
/// Pages of the calls' records.
const RECORDS: &str = "get_ca-reports-fetchcdrbyucid";
const RECORDS_OLD: &str = "get_caservices-cdr-fetchcdrbyucid-php";
const RECORDS_GET_CDR: &str = "get_cloudagentrestapi-index-php-cloudagent-cloudagentapi-getcdr";
const SPEC: &str = "spec";
const FIELD: &str = "field";

/// For a success-like status word with an unknown text, read strictly at HTTP 2xx.
pub(super) const SUCCEEDED: Rule = rest(
    "anything else under a success word, a JSON body, HTTP 2xx",
    Polarity::Success,
    meaning::SUCCEEDED,
);
/// For every contradiction, whatever the HTTP status.
pub(super) const CONTRADICTORY: Rule = rest(
    "anything else under a success word; words that contradict each other",
    Polarity::Either,
    meaning::CONTRADICTORY,
);
/// For a failure-like status word with an unknown text, where the HTTP status doesn't decide.
pub(super) const REJECTED: Rule = rest(
    "anything else under a failure word, HTTP other than 401, 403, 408, 425, 429, 5xx",
    Polarity::Failure,
    meaning::REJECTED,
);
/// For a reply to a request for a token that reports a success and holds none.
pub(super) const NO_TOKEN: Rule = Rule {
    scope: Scope::Token,
    ..rest(
        "a success without a token",
        Polarity::Success,
        meaning::NO_TOKEN,
    )
};
// One row, one line: the table is read as a table.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    success("disposition saved successfully", meaning::SAVED, GET_V2, Grade::Seed),
    success("disposition updated successfully", meaning::UPDATED, GET_V3, Grade::Doc),
    success("queued successfully", meaning::QUEUED, GET_V2, Grade::Seed),
    success("disposition queued successfully", meaning::QUEUED, POST_API_KEY, Grade::Doc),
    success("queued", meaning::QUEUED, SPEC, Grade::Doc),
    SUCCEEDED,
    CONTRADICTORY,
    failure("this call is already disposed", meaning::ALREADY_DISPOSED, POST_API_KEY, Grade::Doc),
    failure("authentication fails", meaning::AUTHENTICATION_FAILED, GET_V2, Grade::Seed),
    failure("invalid user details", meaning::AUTHENTICATION_FAILED, DELETE_DATA, Grade::Inferred),
    failure("invalid username or apikey", meaning::AUTHENTICATION_FAILED, TOKEN, Grade::Doc),
    failure("missing username or apikey", meaning::AUTHENTICATION_FAILED, FIELD, Grade::Field),
    failure("authentication failed", meaning::AUTHENTICATION_FAILED, DYNAMIC_DID, Grade::Inferred),
    failure("username or apikey is invalid",
        meaning::AUTHENTICATION_FAILED, RECORDS, Grade::Doc),
    failure("api key should not be null or empty",
        meaning::CREDENTIALS_MISSING, DELETE_DATA, Grade::Inferred),
    failure("token should not be null or empty",
        meaning::CREDENTIALS_MISSING, POST_TOKEN, Grade::Doc),
    failure("token expired", meaning::TOKEN_EXPIRED, POST_TOKEN, Grade::Doc),
    failure("invalid token", meaning::TOKEN_INVALID, POST_TOKEN, Grade::Doc),
    prefix("invalid ucid", meaning::UNKNOWN_CALL, GET_V2, Grade::Seed),
    failure("invalid agent", meaning::INVALID_AGENT, GET_V2, Grade::Seed),
    prefix("please pass valid agentid", meaning::INVALID_AGENT, SPEC, Grade::Inferred),
    prefix("invalid action", meaning::INVALID_ACTION, GET_V2, Grade::Seed),
    failure("empty disposition code", meaning::EMPTY_DISPOSITION, GET_V2, Grade::Seed),
    failure("provide pause reason", meaning::MISSING_PAUSE_REASON, GET_V2, Grade::Seed),
    failure("pausereason is invalid", meaning::INVALID_PAUSE_REASON, SPEC, Grade::Inferred),
    failure("username should not be null or empty",
        meaning::BAD_REQUEST, DELETE_DATA, Grade::Inferred),
    failure("username is null", meaning::BAD_REQUEST, TOKEN, Grade::Doc),
    failure("invalid json pass valid json", meaning::BAD_REQUEST, FIELD, Grade::Field),
    failure("missing fromdate and todate", meaning::BAD_REQUEST, RECORDS, Grade::Doc),
    prefix("invalid fromdate format", meaning::BAD_REQUEST, RECORDS, Grade::Doc),
    prefix("fromdate and todate should not be future",
        meaning::BAD_REQUEST, RECORDS, Grade::Doc),
    failure("invalid campaignname", meaning::BAD_REQUEST, RECORDS, Grade::Doc),
    prefix("ucid should not be", meaning::BAD_REQUEST, RECORDS_OLD, Grade::Doc),
    prefix("reporttype should not be", meaning::BAD_REQUEST, RECORDS_OLD, Grade::Doc),
    prefix("unable to dispose", meaning::UNABLE_TO_DISPOSE, GET_V2_AFTER_CALL, Grade::Doc),
    failure("max limit exceeded", meaning::RATE_LIMITED, SPEC, Grade::Inferred),
    REJECTED,
    Rule { polarity: Polarity::Either, scope: Scope::List,
        ..prefix("no disposition found", meaning::NONE_FOUND, LIST, Grade::Doc) },
    NO_TOKEN,
    no_records("no data found", RECORDS_OLD, Grade::Inferred),
    no_records("no record found", RECORDS_GET_CDR, Grade::Doc),
];

/// The table of texts: what `classify` goes by, and what the documentation is made from.
///
/// Texts are compared *folded*: curly quotes straight, white space squeezed and trimmed, one
/// trailing full stop (and a space before it) gone, ASCII letters in lower case.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// The places of the rows that are compared so: a text matches one row at most, so no order counts.
const fn places<const COUNT: usize>(matching: Matching) -> [usize; COUNT] {
    let (mut places, mut found, mut place) = ([0; COUNT], 0, 0);
    while place < RULES.len() {
        if RULES[place].matching as u8 == matching as u8 {
            places[found] = place;
            found += 1;
        }
        place += 1;
    }
    assert!(found == COUNT);
    places
}

const fn count(matching: Matching) -> usize {
    let (mut count, mut place) = (0, 0);
    while place < RULES.len() {
        count += (RULES[place].matching as u8 == matching as u8) as usize;
        place += 1;
    }
    count
}

const fn texts<const COUNT: usize>(places: [usize; COUNT]) -> [&'static str; COUNT] {
    let (mut texts, mut at) = ([""; COUNT], 0);
    while at < COUNT {
        texts[at] = RULES[places[at]].text;
        at += 1;
    }
    texts
}

const WHOLE: usize = count(Matching::Whole);
const PREFIX: usize = count(Matching::Prefix);
static WHOLE_PLACES: [usize; WHOLE] = places(Matching::Whole);
static PREFIX_PLACES: [usize; PREFIX] = places(Matching::Prefix);
static WHOLE_TEXTS: ByLength<WHOLE> = ByLength::of(texts(WHOLE_PLACES));
static PREFIX_TEXTS: Beginnings<PREFIX> = Beginnings::of(texts(PREFIX_PLACES));

/// A row that a text matches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) rule: &'static Rule,
    /// The text is the row's as it stands, but for the case of its letters.
    pub(super) is_verbatim: bool,
}

/// The row that a text matches in replies of this kind.
pub(super) fn find(text: &str, scope: Scope) -> Option<Known> {
    let found = fold::look_up(text, |text| {
        let whole = WHOLE_TEXTS.find(text).map(|at| WHOLE_PLACES[at]);
        whole.or_else(|| PREFIX_TEXTS.find(text).map(|at| PREFIX_PLACES[at]))
    })?;
    let rule = &RULES[found.place];
    let is_meant = rule.scope == Scope::Every || rule.scope == scope;
    is_meant.then_some(Known {
        rule,
        is_verbatim: found.is_verbatim && rule.matching == Matching::Whole,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::fold::Folded;
    use super::*;
    use crate::codes::{Advice, Effect};

    #[test]
    fn every_text_stands_folded_and_once() {
        let mut seen = BTreeSet::new();
        let texts = RULES.iter().filter(|rule| rule.matching != Matching::Rest);
        for rule in texts {
            let text = rule.text;
            assert!(Folded::of(text).is(text), "{text}: not folded");
            assert_eq!(text, text.to_ascii_lowercase());
            assert!(seen.insert(text), "{text}: stands twice");
        }
    }

    #[test]
    fn no_row_hides_another() {
        for rule in RULES.iter().filter(|rule| rule.matching != Matching::Rest) {
            let found = find(rule.text, rule.scope).map(|known| known.rule);
            assert_eq!(found, Some(rule));
        }
    }

    #[test]
    fn no_text_matches_two_rows() {
        let prefixes = RULES
            .iter()
            .filter(|rule| rule.matching == Matching::Prefix);
        for prefix in prefixes {
            for rule in RULES.iter().filter(|rule| *rule != prefix) {
                assert!(!rule.text.starts_with(prefix.text), "{}", rule.text);
            }
        }
    }

    #[test]
    fn only_a_text_without_a_change_is_verbatim() {
        let is_verbatim = |text| find(text, Scope::Every).map(|known| known.is_verbatim);
        assert_eq!(is_verbatim("INVALID Agent"), Some(true));
        for changed in ["Invalid agent.", " Invalid agent", "Invalid\tagent"] {
            assert_eq!(is_verbatim(changed), Some(false), "{changed}");
        }
        assert_eq!(is_verbatim("Invalid ucid"), Some(false));
        assert_eq!(is_verbatim("No disposition found"), None);
    }

    #[test]
    fn what_may_have_been_applied_is_to_be_checked_first() {
        for rule in RULES {
            let (text, said) = (rule.text, &rule.meaning);
            let may_have_been_applied = said.effect == Effect::Unknown;
            let is_to_be_checked = said.advice == Advice::CheckFirst;
            assert_eq!(may_have_been_applied, is_to_be_checked, "{text}");
            assert!(said.hint.ends_with('.') && said.hint.len() > 20, "{text}");
        }
    }
}
