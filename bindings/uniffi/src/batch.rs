//! Many replies at once, as columns: a record for each would cost more than what it says.

use cloudagent_disposition as core;
use core::{Advice, Api, Effect, Outcome, Reply, ReplyParts};

use crate::misuse::{Misuse, code};
use crate::planted::panic_at;

/// Between two texts of a column. No text of a reply holds a control character.
const END: char = '\n';
/// In a column of texts: this reply has none.
const ABSENT: &str = "\0";

/// Replies, as columns.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReplyBatch {
    /// The bodies, one behind the other.
    pub bodies: Vec<u8>,
    /// How many bytes each body has.
    pub lengths: Vec<u32>,
    /// The HTTP status of each, or one for all.
    pub http_status: Vec<i32>,
    /// The value of `Retry-After` of each, or nothing.
    pub retry_after: Vec<Option<String>>,
    /// The value of `Date` of each, or nothing.
    pub date: Vec<Option<String>>,
    /// The API's code, where it is known: some hints differ.
    pub api: Option<String>,
}

impl std::fmt::Debug for ReplyBatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReplyBatch({} replies)", self.lengths.len())
    }
}

/// What replies meant, as columns: one value for each reply.
///
/// A column of texts is one text: the values with a line feed between them, a NUL where a reply has
/// none. It is absent where no reply has one.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReplyColumns {
    /// The outcomes, each as its place in the core's list of outcomes.
    pub outcome: Vec<u8>,
    /// The effects, likewise.
    pub effect: Vec<u8>,
    /// The advice, likewise.
    pub advice: Vec<u8>,
    /// 1 where the vendor's words are known, else 0.
    pub recognised: Vec<u8>,
    /// The hints, each as its place in `hints`.
    pub hint: Vec<u16>,
    /// Every hint that there is here, once.
    pub hints: Vec<String>,
    /// How long to wait, in seconds, -1 where nothing is said. Empty where nothing is said at all.
    pub retry_after_seconds: Vec<i32>,
    /// The vendor's status words.
    pub status: Option<String>,
    /// The vendor's texts.
    pub details: Option<String>,
    /// The ucids as the vendor repeats them.
    pub ucid: Option<String>,
    /// The dids as the vendor repeats them.
    pub did: Option<String>,
    /// The actions as the vendor repeats them.
    pub action: Option<String>,
}

/// Says what replies to requests that set a disposition mean, in their order.
#[uniffi::export]
pub fn classify_many(batch: ReplyBatch) -> Result<ReplyColumns, Misuse> {
    let api = batch.api.as_deref().map(code).transpose()?;
    let parts = batch.parts()?;
    let replies: Vec<_> = core::classify_many(&parts).collect();
    Ok(ReplyColumns::of(&replies, api))
}

impl ReplyBatch {
    /// The replies one by one, if the columns are of one length.
    fn parts(&self) -> Result<Vec<ReplyParts<'_>>, Misuse> {
        let count = self.lengths.len();
        let fits = |given: usize, alone: usize| given == count || given == alone;
        if !fits(self.http_status.len(), 1)
            || !fits(self.retry_after.len(), 0)
            || !fits(self.date.len(), 0)
        {
            return Err(Misuse::UnevenColumns);
        }
        let mut bodies = self.bodies.as_slice();
        let mut parts = Vec::with_capacity(count);
        for (place, length) in self.lengths.iter().enumerate() {
            let length = usize::try_from(*length).unwrap_or(usize::MAX);
            let (body, rest) = bodies
                .split_at_checked(length)
                .ok_or(Misuse::UnevenColumns)?;
            bodies = rest;
            panic_at(body);
            let status = self.http_status.get(place).or(self.http_status.first());
            let status = status.map_or(0, |status| core::status_number((*status).into()));
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

impl ReplyColumns {
    fn of(replies: &[Reply<'_>], api: Option<Api>) -> Self {
        let mut hints: Vec<&'static str> = Vec::new();
        let hint = |reply: &Reply<'_>| {
            let hint = match api {
                Some(api) => reply.hint_on(api),
                None => reply.hint(),
            };
            let known = hints.iter().position(|one| std::ptr::eq(*one, hint));
            let at = known.unwrap_or_else(|| {
                hints.push(hint);
                hints.len() - 1
            });
            u16::try_from(at).unwrap_or(u16::MAX)
        };
        let wait = |reply: &Reply<'_>| {
            let seconds = reply.retry_after_seconds.map(i32::try_from);
            seconds.and_then(Result::ok).unwrap_or(-1)
        };
        let mut each = replies.iter();
        let says_wait = each.any(|reply| reply.retry_after_seconds.is_some());
        Self {
            outcome: column(replies, |reply| place(Outcome::ALL, reply.outcome)),
            effect: column(replies, |reply| place(Effect::ALL, reply.effect)),
            advice: column(replies, |reply| place(Advice::ALL, reply.advice)),
            recognised: column(replies, |reply| reply.recognised.into()),
            hint: column(replies, hint),
            hints: hints.into_iter().map(str::to_owned).collect(),
            retry_after_seconds: match says_wait {
                true => column(replies, wait),
                false => Vec::new(),
            },
            status: texts(replies, |reply| reply.status.as_deref()),
            details: texts(replies, |reply| reply.details.as_deref()),
            ucid: texts(replies, |reply| reply.ucid.as_deref()),
            did: texts(replies, |reply| reply.did.as_deref()),
            action: texts(replies, |reply| reply.action.as_deref()),
        }
    }
}

fn column<T>(replies: &[Reply<'_>], value: impl FnMut(&Reply<'_>) -> T) -> Vec<T> {
    replies.iter().map(value).collect()
}

fn texts(
    replies: &[Reply<'_>],
    text: impl for<'a> Fn(&'a Reply<'_>) -> Option<&'a str>,
) -> Option<String> {
    replies.iter().find_map(&text)?;
    let mut joined = String::new();
    for reply in replies {
        joined.push_str(text(reply).unwrap_or(ABSENT));
        joined.push(END);
    }
    joined.pop();
    Some(joined)
}

/// A code's place in the list of its set.
fn place<T: PartialEq>(all: &[T], code: T) -> u8 {
    let found = all.iter().position(|one| *one == code);
    found
        .and_then(|at| u8::try_from(at).ok())
        .unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_different_lengths_are_a_mistake_of_the_facade() {
        let wrong: [fn(&mut ReplyBatch); 5] = [
            |given| given.lengths[0] += 1,
            |given| given.lengths[0] -= 1,
            |given| given.http_status.clear(),
            |given| given.date.push(None),
            |given| given.retry_after = vec![None; 3],
        ];
        for (at, spoil) in wrong.into_iter().enumerate() {
            let mut given = ReplyBatch {
                bodies: b"{}[]".to_vec(),
                lengths: vec![2, 2],
                http_status: vec![200],
                retry_after: Vec::new(),
                date: Vec::new(),
                api: None,
            };
            spoil(&mut given);
            assert_eq!(classify_many(given), Err(Misuse::UnevenColumns), "{at}");
        }
    }
}
