//! The token that is here, and which ones the server takes no more.

use super::call::CallId;
use super::hour::age;
use super::moment::Millis;
use super::tokens::Tokens;
use crate::account::Token;

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

impl Tokens {
    /// The token that is here, where it may be used.
    pub(super) fn usable(&mut self, now: Millis, refused: Option<u64>) -> Option<&Held> {
        let held = self.held.as_mut()?;
        let is_fresh = age(&mut held.arrived, now) < held.life;
        let is_newer = refused.is_none_or(|refused| held.generation > refused);
        (is_fresh && is_newer).then_some(&*held)
    }

    /// The token that is here, for who fetches none.
    pub(super) fn in_hand(&mut self, now: Millis) -> Option<Token> {
        Some(self.usable(now, self.refused)?.token.clone())
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
}
