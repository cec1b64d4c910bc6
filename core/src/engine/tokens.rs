//! The token that the calls of one engine share, and who of them fetches the next one.

use super::event::{CallId, Millis};
use super::failure::Failure;
use crate::account::Token;

/// How long a token is kept of whose end nothing is known, and at most where it was read from a store.
pub(super) const LONGEST_LIFE: u64 = 55 * 60_000;

/// So much before its end a token is used no more.
pub(super) const END_MARGIN: u64 = 60_000;

/// The end that a token names is believed where it lies so far ahead.
const BELIEVED: std::ops::RangeInclusive<u64> = 60_000..=65 * 60_000;

/// The vendor grants so many an hour.
pub(super) const HOURLY_LIMIT: usize = 10;

pub(super) const HOUR: u64 = 3_600_000;

/// A waiter takes over so long after the last moment of a leader that was heard of no more.
const GRACE: u64 = 250;

/// A token in hand, and which one it is: each that is fetched has a larger number.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) token: Token,
    pub(super) generation: u64,
    /// Whether a reply showed that the server took it.
    pub(super) was_accepted: bool,
    arrived: Millis,
    life: u64,
}

/// What a call that needs a token does.
#[derive(Debug)]
pub(super) enum Need {
    Use(Held),
    /// Somebody fetches one, who is heard of by then or never.
    Wait {
        at_most: Millis,
    },
    Fail(Box<Failure>),
    /// It fetches one itself.
    Lead,
}

#[derive(Debug, Default)]
pub(super) struct Tokens {
    held: Option<Held>,
    /// The largest number that any token had here.
    pub(super) generation: u64,
    /// The number of the newest token that the server has refused.
    pub(super) refused: Option<u64>,
    lead: Option<Lead>,
    /// Who waited for a fetch that failed.
    verdicts: Vec<(CallId, Failure)>,
    fetches: Vec<Fetched>,
    /// The number of the last fetch.
    fetched: u64,
    pause: Option<Pause>,
    /// The lease of another engine that was seen last, and when first.
    seen: Option<(String, Millis)>,
    /// The leases that this engine wrote, the last ones.
    nonces: Vec<String>,
}

/// Who fetches.
#[derive(Debug)]
struct Lead {
    call: CallId,
    /// When it was heard of last, and how long after that it must be again.
    since: Millis,
    within: u64,
    waiters: Vec<CallId>,
}

#[derive(Debug, Clone, Copy)]
struct Fetched {
    number: u64,
    at: Millis,
}

/// The token service said when to come back.
#[derive(Debug)]
struct Pause {
    since: Millis,
    millis: u64,
    failure: Failure,
}

/// How much later a moment is than another. What is remembered from a time that has not come yet is
/// moved to now: one wrong reading of a clock must end no later call.
fn age(at: &mut Millis, now: Millis) -> u64 {
    *at = (*at).min(now);
    now.0 - at.0
}

impl Tokens {
    /// What a call does that needs a token newer than the one that was refused to it.
    /// `may_take_over` where it has waited long enough to ask for a leader's place.
    pub(super) fn need(
        &mut self,
        call: CallId,
        now: Millis,
        refused: Option<u64>,
        may_take_over: bool,
    ) -> Need {
        if let Some(place) = self.verdicts.iter().position(|(of, _)| *of == call) {
            return Need::Fail(Box::new(self.verdicts.swap_remove(place).1));
        }
        if let Some(held) = self.usable(now, refused) {
            let held = held.clone();
            self.wait_no_more(call);
            return Need::Use(held);
        }
        if let Some(lead) = &mut self.lead {
            let heard = age(&mut lead.since, now);
            if lead.call != call && (heard < lead.within + GRACE || !may_take_over) {
                if !lead.waiters.contains(&call) {
                    lead.waiters.push(call);
                }
                let at_most = Millis(lead.since.0.saturating_add(lead.within + GRACE));
                return Need::Wait { at_most };
            }
        }
        if let Some(pause) = &mut self.pause {
            if age(&mut pause.since, now) < pause.millis {
                let failure = pause.failure.clone();
                return Need::Fail(Box::new(failure));
            }
            self.pause = None;
        }
        Need::Lead
    }

    /// The token that is here, where it may be used.
    fn usable(&mut self, now: Millis, refused: Option<u64>) -> Option<&Held> {
        let held = self.held.as_mut()?;
        let is_fresh = age(&mut held.arrived, now) < held.life;
        let is_newer = refused.is_none_or(|refused| held.generation > refused);
        (is_fresh && is_newer).then_some(&*held)
    }

    /// This call fetches from here on, whoever did before. Those who waited wait for this one.
    pub(super) fn lead(&mut self, call: CallId, now: Millis, last: Millis) {
        let mut waiters = self.lead.take().map_or(Vec::new(), |lead| lead.waiters);
        waiters.retain(|waiter| *waiter != call);
        self.lead = Some(Lead {
            call,
            since: now,
            within: last.0.saturating_sub(now.0),
            waiters,
        });
    }

    /// The leader goes on, and is heard of again by `last`.
    pub(super) fn lead_until(&mut self, call: CallId, now: Millis, last: Millis) {
        if let Some(lead) = self.lead.as_mut().filter(|lead| lead.call == call) {
            lead.since = now;
            lead.within = last.0.saturating_sub(now.0);
        }
    }

    pub(super) fn is_leader(&self, call: CallId) -> bool {
        self.lead.as_ref().is_some_and(|lead| lead.call == call)
    }

    /// The call has ended, or is gone: who waited for it is woken.
    pub(super) fn leave(&mut self, call: CallId) -> Vec<CallId> {
        self.verdicts.retain(|(of, _)| *of != call);
        self.wait_no_more(call);
        self.end_lead(call)
    }

    pub(super) fn end_lead(&mut self, call: CallId) -> Vec<CallId> {
        match self.lead.take() {
            Some(lead) if lead.call == call => lead.waiters,
            other => {
                self.lead = other;
                Vec::new()
            }
        }
    }

    /// Who waited for this leader waits no longer; it leads on.
    pub(super) fn free_waiters(&mut self, call: CallId) -> Vec<CallId> {
        let lead = self.lead.as_mut().filter(|lead| lead.call == call);
        lead.map_or(Vec::new(), |lead| std::mem::take(&mut lead.waiters))
    }

    fn wait_no_more(&mut self, call: CallId) {
        if let Some(lead) = &mut self.lead {
            lead.waiters.retain(|waiter| *waiter != call);
        }
    }

    /// The leader's fetch failed: so did everybody's who waited for it. They are woken.
    pub(super) fn fail(&mut self, call: CallId, now: Millis, failure: &Failure) -> Vec<CallId> {
        if !self.is_leader(call) {
            return Vec::new();
        }
        if let Some(seconds) = failure.pause_seconds() {
            self.pause = Some(Pause {
                since: now,
                millis: u64::from(seconds) * 1_000,
                failure: failure.clone(),
            });
        }
        let lead = self.lead.as_mut();
        let waiters = lead.map_or(Vec::new(), |lead| std::mem::take(&mut lead.waiters));
        let verdicts = waiters.iter().map(|waiter| (*waiter, failure.clone()));
        self.verdicts.extend(verdicts);
        waiters
    }

    /// A token is here: the next one, or one that a store has.
    pub(super) fn keep(&mut self, token: Token, generation: u64, now: Millis, life: u64) -> Held {
        self.generation = self.generation.max(generation);
        let held = Held {
            token,
            generation,
            was_accepted: false,
            arrived: now,
            life,
        };
        self.held = Some(held.clone());
        held
    }

    /// The next token, which this call fetched: it leads no longer, and who waited is woken.
    pub(super) fn keep_next(
        &mut self,
        call: CallId,
        token: Token,
        now: Millis,
        life: u64,
    ) -> (Held, Vec<CallId>) {
        let held = self.keep(token, self.generation + 1, now, life);
        (held, self.end_lead(call))
    }

    /// A token that serves one call only.
    pub(super) fn lend(token: Token, generation: u64, now: Millis) -> Held {
        Held {
            token,
            generation,
            was_accepted: false,
            arrived: now,
            life: 0,
        }
    }

    /// The server took this token.
    pub(super) fn accept(&mut self, generation: u64) {
        if let Some(held) = self.held.as_mut().filter(|it| it.generation == generation) {
            held.was_accepted = true;
        }
    }

    /// Whether the server has taken this token before.
    pub(super) fn was_accepted(&self, generation: u64) -> bool {
        let held = self.held.as_ref();
        held.is_some_and(|held| held.generation == generation && held.was_accepted)
    }

    /// The server took this token no more.
    pub(super) fn refuse(&mut self, generation: u64) {
        self.refused = self.refused.max(Some(generation));
        self.held.take_if(|held| held.generation == generation);
    }

    /// Whether the token that was here last was refused.
    pub(super) fn was_refused(&self) -> bool {
        self.refused
            .is_some_and(|refused| refused >= self.generation)
    }

    /// A fetch: it counts until it is known that it did not leave. Its number.
    pub(super) fn count(&mut self, at: Millis) -> u64 {
        self.fetched += 1;
        let number = self.fetched;
        self.fetches.push(Fetched { number, at });
        number
    }

    /// None of the sends of this fetch left.
    pub(super) fn uncount(&mut self, number: u64) {
        self.fetches.retain(|fetched| fetched.number != number);
    }

    /// How long it is until one more may be fetched, in milliseconds; nothing where it may be now.
    pub(super) fn limit(&mut self, now: Millis) -> Option<u64> {
        let mut ages = Vec::new();
        self.fetches.retain_mut(|fetched| {
            let age = age(&mut fetched.at, now);
            ages.push(age);
            age < HOUR
        });
        ages.retain(|age| *age < HOUR);
        ages.sort_unstable();
        // The one that has to be over is the tenth, counted from the latest.
        ages.get(HOURLY_LIMIT - 1).map(|age| HOUR - age)
    }

    /// For how long a lease of another engine has been seen; a new one is from now on.
    pub(super) fn seen_for(&mut self, nonce: &str, now: Millis) -> u64 {
        match &mut self.seen {
            Some((seen, since)) if seen == nonce => age(since, now),
            seen => {
                *seen = Some((nonce.to_owned(), now));
                0
            }
        }
    }

    pub(super) fn is_own(&self, nonce: &str) -> bool {
        self.nonces.iter().any(|own| own == nonce)
    }

    /// Remembers a lease of this engine's. Older ones were replaced long ago.
    pub(super) fn own(&mut self, nonce: String) {
        const REMEMBERED: usize = 32;
        if self.nonces.len() == REMEMBERED {
            self.nonces.remove(0);
        }
        self.nonces.push(nonce);
    }

    /// What a forked child goes on with: token and the hour's list; nobody leads there.
    #[cfg(feature = "client")]
    pub(super) fn for_child(&self) -> Self {
        Self {
            held: self.held.clone(),
            generation: self.generation,
            refused: self.refused,
            fetches: self.fetches.clone(),
            fetched: self.fetched,
            ..Self::default()
        }
    }
}

/// How long a token is kept that came at this moment of the world's time, and until which moment of
/// it the token lasts: by the end that it names itself, where that can be believed.
pub(super) fn life_of(token: &Token, wall: u64) -> (u64, Option<u64>) {
    if wall == 0 {
        return (LONGEST_LIFE, None);
    }
    let end = end_of(token.expose()).and_then(|seconds| seconds.checked_mul(1_000));
    match end.filter(|end| BELIEVED.contains(&end.saturating_sub(wall))) {
        Some(end) => (end - wall - END_MARGIN, Some(end)),
        None => (LONGEST_LIFE, wall.checked_add(LONGEST_LIFE + END_MARGIN)),
    }
}

/// The `exp` of a JWT, in seconds since 1970. It is believed for nothing else.
fn end_of(token: &str) -> Option<u64> {
    #[derive(serde::Deserialize)]
    struct Claims {
        exp: serde_json::Number,
    }
    let mut parts = token.split('.');
    let (_, claims, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
        return None;
    };
    let claims: Claims = serde_json::from_slice(&unbase64url(claims)?).ok()?;
    // Some services write it as 1764455000.0.
    let exp = claims.exp.as_u64().or_else(|| {
        let exp = claims.exp.as_f64()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole seconds within range"
        )]
        (0.0..=9e15).contains(&exp).then_some(exp as u64)
    })?;
    Some(exp)
}

/// The bytes of base64url without padding, as a JWT's parts are.
fn unbase64url(text: &str) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(text.len() * 3 / 4 + 3));
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count).to_le_bytes()[0]);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{"exp":1764455000}` and `{"exp":"soon"}`.
    const WITH_END: &str = "e30.eyJleHAiOjE3NjQ0NTUwMDB9.c2ln";
    const WITH_WORD: &str = "e30.eyJleHAiOiJzb29uIn0.c2ln";

    #[test]
    fn an_end_is_believed_where_it_can_be_true() {
        let end = 1_764_455_000_000;
        let told = |text: &str, wall| life_of(&Token::new(text), wall);
        for (ahead, life) in [
            (60_000, 0),
            (60_001, 1),
            (3_600_000, 3_540_000),
            (3_900_000, 3_840_000),
        ] {
            assert_eq!(told(WITH_END, end - ahead), (life, Some(end)), "{ahead}");
        }
        for ahead in [0, 59_999, 3_900_001] {
            let wall = end - ahead;
            let unknown = (LONGEST_LIFE, Some(wall + LONGEST_LIFE + END_MARGIN));
            assert_eq!(told(WITH_END, wall), unknown, "{ahead}");
        }
        assert_eq!(told(WITH_END, 0), (LONGEST_LIFE, None));
        for text in [
            WITH_WORD,
            "opaque",
            "a.b",
            "e30.e30.c",
            "e30.!.c",
            "a.b.c.d",
        ] {
            assert_eq!(told(text, end).0, LONGEST_LIFE, "{text}");
        }
    }
}
