//! What the server answers, for those who test their own code without one.

use super::classify::ReplyParts;
use super::http_table::http_rules;
use super::table::{Matching, Scope, rules};
use crate::codes::Outcome;
use crate::http::HttpReply;

/// A text that no row of the table knows.
const UNKNOWN: &str = "a text for tests";
/// A status below it ends no request.
const FIRST_STATUS: u16 = 200;

/// A reply to a disposition whose outcome is this one, in the vendor's words where the table has
/// words for it: what a test's own transport answers with. None where no reply to a disposition has
/// it.
///
/// ```
/// use cloudagent_disposition::{Outcome, ReplyParts, example_reply};
///
/// let reply = example_reply(Outcome::InvalidAgent).unwrap();
/// assert_eq!(ReplyParts::from(&reply).classify().outcome, Outcome::InvalidAgent);
/// ```
pub fn example_reply(outcome: Outcome) -> Option<HttpReply> {
    candidates().find(|reply| ReplyParts::from(reply).classify().outcome == outcome)
}

/// Every text of the table under both status words, every HTTP status that has a row, and then what
/// the table has no texts for. What one means is not believed but asked.
fn candidates() -> impl Iterator<Item = HttpReply> {
    let texts = rules()
        .iter()
        .filter(|rule| rule.matching != Matching::Rest && rule.scope == Scope::Every)
        .map(|rule| match rule.matching {
            Matching::Prefix => format!("{} ", rule.text),
            _ => rule.text.to_owned(),
        })
        .chain([UNKNOWN.to_owned()]);
    let worded = texts.flat_map(|text| ["Success", "Fail"].map(|word| in_words(word, &text)));
    let statuses = http_rules().iter().flat_map(|rule| rule.statuses);
    let bare = statuses.map(|(first, _)| HttpReply {
        status: (*first).max(FIRST_STATUS),
        ..HttpReply::default()
    });
    worded.chain(bare)
}

fn in_words(word: &str, text: &str) -> HttpReply {
    let body = format!(r#"{{"status": "{word}", "details": "{text}"}}"#);
    HttpReply {
        status: FIRST_STATUS,
        body: body.into_bytes(),
        ..HttpReply::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reply_can_say_has_an_example() {
        let without: Vec<_> = Outcome::ALL
            .iter()
            .filter(|outcome| example_reply(**outcome).is_none())
            .collect();
        assert_eq!(without, [&Outcome::NoneFound]);
    }
}
