//! Replies to a request for records: the words, and the list, read row by row.
//!
//! What a row is, the caller says ([`RowReader`]); what a reply is, stands here. A reader stops at
//! its limits and keeps what it has then, so a day of calls costs no more than its rows.

use super::Reply;
use super::body::Body;
use super::classify::ReplyParts;
use super::envelope::Envelope;
use super::gzip;
use super::http_table::{meaning_of, meaning_of_failure};
use super::meaning::{self, Meaning};
use super::retry_after;
use super::row_reader::RowReader;
use super::status_word::StatusWord;
use super::table::{self, Scope};
use crate::codes::{Effect, Outcome};

/// What a reply to a request for records holds.
#[derive(Debug)]
pub(crate) enum Listing<R> {
    /// A list, which may be empty.
    Rows {
        rows: Vec<R>,
        /// The reader stopped at a limit.
        truncated: bool,
        /// The list is empty, and words say so, which also answer a wrong key.
        in_words: bool,
    },
    /// No list that can be believed.
    None(NoList),
}

/// What a reply says instead of a list. It holds none of the server's words but known ones.
#[derive(Debug)]
pub(crate) struct NoList {
    pub(crate) meaning: &'static Meaning,
    pub(crate) retry_after_seconds: Option<u32>,
    pub(crate) status: Option<String>,
    pub(crate) details: Option<String>,
    pub(crate) recognised: bool,
    /// Something on the way may have refused a GET with a body, or taken its body away.
    pub(crate) may_be_changed: bool,
}

/// A row of the table that says: what arrived was no JSON.
const NO_BODY_ARRIVED: &str = "invalid json pass valid json";
/// The statuses of whatever does not like a GET with a body.
const DISLIKES_A_BODY: [u16; 5] = [400, 403, 405, 411, 413];

impl ReplyParts<'_> {
    /// Reads the list of records out of a reply.
    pub(crate) fn list_rows<R: PartialEq>(&self, reader: &RowReader<R>) -> Listing<R> {
        let limit = reader.bytes_max;
        if gzip::is_gzip(self.body) {
            let decoded = gzip::decode(self.body, limit);
            return match decoded {
                Some(decoded) => self.list(&decoded.bytes, decoded.more, reader),
                None => self.list(b"", false, reader),
            };
        }
        let length = self.body.len().min(limit);
        self.list(&self.body[..length], length < self.body.len(), reader)
    }

    /// `more` where the body goes on behind these bytes.
    fn list<R: PartialEq>(&self, body: &[u8], more: bool, reader: &RowReader<R>) -> Listing<R> {
        let body = Body::of(body).trim();
        let mut envelope = Envelope::of(body, more, reader);
        let rows = envelope.take_list();
        let words = &mut envelope.words;
        let is_success = (200..300).contains(&self.http_status);
        let is_believed = is_success && !words.contradictory && !words.report_failure();
        let (is_empty, reports_failure) = (
            rows.as_ref().is_none_or(Vec::is_empty),
            words.report_failure(),
        );
        let known = words.text().or(words.status());
        let known = known.and_then(|text| table::find(text, Scope::Records));
        let reply = self.reply(words, Scope::Records, None);
        let own_part = reply.details.as_deref().and_then(|text| {
            let own = known?.rule.own_part(text);
            text.get(..own).map(str::to_owned)
        });
        let says_none = reply.recognised && reply.outcome == Outcome::NoneFound;
        let truncated = envelope.truncated;
        match rows {
            Some(rows) if is_believed => Listing::Rows {
                in_words: is_empty && says_none,
                rows,
                truncated,
            },
            _ if is_empty && says_none => Listing::Rows {
                rows: Vec::new(),
                truncated,
                in_words: true,
            },
            _ => Listing::None(self.no_list(&reply, is_empty, reports_failure, own_part)),
        }
    }

    /// What it says where there is no list to believe.
    fn no_list(
        &self,
        reply: &Reply<'_>,
        is_empty: bool,
        reports_failure: bool,
        own_part: Option<String>,
    ) -> NoList {
        let status = self.http_status;
        let is_known_failure = reply.recognised && reply.effect == Effect::NotApplied;
        let meaning = match status {
            _ if is_known_failure => reply.meaning,
            401 | 403 | 429 if reports_failure => {
                meaning_of_failure(status).unwrap_or(meaning::UNRECOGNISED)
            }
            401 | 403 | 429 => meaning_of(status, Scope::Records),
            _ if !is_empty => meaning::UNRECOGNISED,
            _ => match reply.effect {
                Effect::Applied | Effect::Queued | Effect::Accepted => meaning::UNRECOGNISED,
                Effect::NotApplied | Effect::Unknown => reply.meaning,
            },
        };
        let wait = || retry_after::seconds(self.retry_after, self.date);
        let is_word = |word: &&str| StatusWord::of(word) != StatusWord::Other;
        let found_no_body = own_part.as_deref().is_some_and(|own| {
            table::find(own, Scope::Records).is_some_and(|row| row.rule.text == NO_BODY_ARRIVED)
        });
        NoList {
            meaning,
            retry_after_seconds: meaning.carries_wait.then(wait).flatten(),
            status: reply.status.as_deref().filter(is_word).map(str::to_owned),
            details: own_part.filter(|_| is_known_failure),
            recognised: is_known_failure,
            may_be_changed: found_no_body || !is_known_failure && DISLIKES_A_BODY.contains(&status),
        }
    }
}
