//! Many replies at once, as columns: a record for each would cost more than what it says.

use cloudagent_disposition as core;
use core::{Advice, Api, Effect, Outcome, Reply, ReplyParts};

use crate::bytes::Bytes;
use crate::misuse::{Misuse, code};
use crate::planted::panic_at;

/// Between two texts of a column. No text of a reply holds a control character.
const END: u8 = b'\n';
/// In a column of texts: this reply has none.
const ABSENT: &str = "\0";

/// Replies, as columns. A column of numbers has four bytes for each, the highest first.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReplyBatch {
    /// The bodies, one behind the other.
    pub bodies: Bytes,
    /// How many bytes each body has.
    pub lengths: Bytes,
    /// The HTTP status of each, or one for all.
    pub http_status: Bytes,
    /// The value of `Retry-After` of each, or nothing.
    pub retry_after: Vec<Option<String>>,
    /// The value of `Date` of each, or nothing.
    pub date: Vec<Option<String>>,
    /// The API's code, where it is known: some hints differ.
    pub api: Option<String>,
}

impl std::fmt::Debug for ReplyBatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReplyBatch({} replies)", self.lengths.0.len() / 4)
    }
}

/// What replies meant, as columns: one value for each reply. A column crosses as bytes, which a facade
/// reads when somebody asks for it.
///
/// A column of texts is the values' UTF-8 with a line feed between them, a NUL where a reply has none.
/// It is absent where no reply has one.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReplyColumns {
    /// The outcomes, each as its place in the core's list of outcomes.
    pub outcome: Bytes,
    /// The effects, likewise.
    pub effect: Bytes,
    /// The advice, likewise.
    pub advice: Bytes,
    /// 1 where the vendor's words are known, else 0.
    pub recognised: Bytes,
    /// The hints, each as its place in `hints`.
    pub hint: Bytes,
    /// Every hint that there is here, once.
    pub hints: Vec<String>,
    /// How long to wait, in seconds, -1 where nothing is said: four bytes each, the highest first.
    /// Absent where nothing is said at all.
    pub retry_after_seconds: Option<Bytes>,
    /// The vendor's status words.
    pub status: Option<Bytes>,
    /// The vendor's texts.
    pub details: Option<Bytes>,
    /// The ucids as the vendor repeats them.
    pub ucid: Option<Bytes>,
    /// The dids as the vendor repeats them.
    pub did: Option<Bytes>,
    /// The actions as the vendor repeats them.
    pub action: Option<Bytes>,
}

/// Says what replies to requests that set a disposition mean, in their order.
#[uniffi::export]
pub fn classify_many(batch: ReplyBatch) -> Result<ReplyColumns, Misuse> {
    let api = batch.api.as_deref().map(code).transpose()?;
    let parts = batch.parts()?;
    Ok(ReplyColumns::of(core::classify_many(&parts), api))
}

impl ReplyBatch {
    /// The replies one by one, if the columns are of one length.
    fn parts(&self) -> Result<Vec<ReplyParts<'_>>, Misuse> {
        let lengths = numbers(&self.lengths)?;
        let statuses = numbers(&self.http_status)?;
        let count = lengths.len();
        let fits = |given: usize, alone: usize| given == count || given == alone;
        if !fits(statuses.len(), 1) || !fits(self.retry_after.len(), 0) || !fits(self.date.len(), 0)
        {
            return Err(Misuse::UnevenColumns);
        }
        let mut bodies = self.bodies.as_ref();
        let mut parts = Vec::with_capacity(count);
        for (place, length) in lengths.iter().enumerate() {
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
            let (body, rest) = bodies
                .split_at_checked(length)
                .ok_or(Misuse::UnevenColumns)?;
            bodies = rest;
            panic_at(body);
            let status = statuses.get(place).or(statuses.first());
            let status = status.map_or(0, |status| i32::from_be_bytes(*status));
            let status = core::status_number(status.into());
            let retry_after = self.retry_after.get(place).and_then(Option::as_deref);
            let date = self.date.get(place).and_then(Option::as_deref);
            let reply = ReplyParts::new(status, body).retry_after(retry_after);
            parts.push(reply.date(date));
        }
        match bodies {
            [] => Ok(parts),
            _ => Err(Misuse::UnevenColumns),
        }
    }
}

/// The numbers of a column, as they cross.
fn numbers(column: &Bytes) -> Result<Vec<[u8; 4]>, Misuse> {
    let each = column.0.chunks_exact(4);
    match each.remainder() {
        [] => Ok(each.map(|one| [one[0], one[1], one[2], one[3]]).collect()),
        _ => Err(Misuse::UnevenColumns),
    }
}

impl ReplyColumns {
    fn of<'a>(replies: impl ExactSizeIterator<Item = Reply<'a>>, api: Option<Api>) -> Self {
        let codes = || Vec::with_capacity(replies.len());
        let (mut outcome, mut effect, mut advice) = (codes(), codes(), codes());
        let (mut recognised, mut hint, mut hints) = (codes(), codes(), Vec::new());
        let mut retry_after_seconds = Column::default();
        let [mut status, mut details, mut ucid, mut did, mut action] =
            [(); 5].map(|()| Column::default());
        for reply in replies {
            outcome.push(place(Outcome::ALL, |one| *one == reply.outcome));
            effect.push(place(Effect::ALL, |one| *one == reply.effect));
            advice.push(place(Advice::ALL, |one| *one == reply.advice));
            recognised.push(reply.recognised.into());
            let meant = api.map_or_else(|| reply.hint(), |api| reply.hint_on(api));
            hint.push(place_in(&mut hints, meant));
            retry_after_seconds.number(reply.retry_after_seconds);
            status.text(reply.status.as_deref());
            details.text(reply.details.as_deref());
            ucid.text(reply.ucid.as_deref());
            did.text(reply.did.as_deref());
            action.text(reply.action.as_deref());
        }
        Self {
            outcome: Bytes(outcome),
            effect: Bytes(effect),
            advice: Bytes(advice),
            recognised: Bytes(recognised),
            hint: Bytes(hint),
            hints: hints.into_iter().map(str::to_owned).collect(),
            retry_after_seconds: retry_after_seconds.numbers(),
            status: status.texts(),
            details: details.texts(),
            ucid: ucid.texts(),
            did: did.texts(),
            action: action.texts(),
        }
    }
}

/// A column of what not every reply has.
#[derive(Default)]
struct Column {
    bytes: Vec<u8>,
    /// Whether any reply so far has it.
    said: bool,
}

impl Column {
    fn number(&mut self, number: Option<u32>) {
        self.said |= number.is_some();
        let number = number.and_then(|number| i32::try_from(number).ok());
        self.bytes
            .extend_from_slice(&number.unwrap_or(-1).to_be_bytes());
    }

    fn text(&mut self, text: Option<&str>) {
        self.said |= text.is_some();
        self.bytes
            .extend_from_slice(text.unwrap_or(ABSENT).as_bytes());
        self.bytes.push(END);
    }

    fn numbers(self) -> Option<Bytes> {
        self.said.then_some(Bytes(self.bytes))
    }

    fn texts(mut self) -> Option<Bytes> {
        self.bytes.pop();
        self.numbers()
    }
}

/// The place of one in a list, which is shorter than a byte counts.
fn place<T>(all: &[T], is: impl FnMut(&T) -> bool) -> u8 {
    let found = all.iter().position(is);
    found
        .and_then(|at| u8::try_from(at).ok())
        .unwrap_or(u8::MAX)
}

/// The place of a hint in the list of those that there are, where it is added if it is new.
fn place_in(hints: &mut Vec<&'static str>, hint: &'static str) -> u8 {
    if !hints.iter().any(|one| std::ptr::eq(*one, hint)) {
        hints.push(hint);
    }
    place(hints, |one| std::ptr::eq(*one, hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_fits_a_byte() {
        let hints = core::rules().len() + core::http_rules().len();
        // What stands beside the tables has a few hints of its own, and each may have two.
        assert!(2 * (hints + 20) < usize::from(u8::MAX), "{hints}");
        let codes = [Outcome::ALL.len(), Effect::ALL.len(), Advice::ALL.len()];
        assert!(codes.iter().all(|count| *count < usize::from(u8::MAX)));
    }

    #[test]
    fn columns_of_different_lengths_are_a_mistake_of_the_facade() {
        let wrong: [fn(&mut ReplyBatch); 7] = [
            |given| given.lengths.0[3] += 1,
            |given| given.lengths.0[3] -= 1,
            |given| given.lengths.0.truncate(7),
            |given| given.http_status.0.truncate(3),
            |given| given.http_status.0.clear(),
            |given| given.date.push(None),
            |given| given.retry_after = vec![None; 3],
        ];
        for (at, spoil) in wrong.into_iter().enumerate() {
            let mut given = ReplyBatch {
                bodies: Bytes(b"{}[]".to_vec()),
                lengths: Bytes(vec![0, 0, 0, 2, 0, 0, 0, 2]),
                http_status: Bytes(200i32.to_be_bytes().to_vec()),
                retry_after: Vec::new(),
                date: Vec::new(),
                api: None,
            };
            spoil(&mut given);
            assert_eq!(classify_many(given), Err(Misuse::UnevenColumns), "{at}");
        }
    }
}
