//! What a history is made of, and how one is made up.

use cloudagent_disposition::Kind;
use proptest::prelude::*;

use super::CALLS;
use crate::model::REPLIES;

/// How calls come by what proves who they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Credential {
    Key,
    /// Tokens are fetched with the key.
    Fetched,
    /// They are, by two engines that share a store.
    Shared,
    /// They come from the host's own source.
    Source,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Move {
    On(u64),
    /// To so long before or after the moment that this call waits for.
    Near(i64),
    Back(u64),
    To(u64),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    /// Begins the call, if it has not begun; else a timer.
    Start,
    Timer,
    Cancel,
    Drop,
    /// Answers what is out, if anything is.
    Reply(usize),
    Fail(Kind, bool),
    /// Answers some number.
    Stray(u32),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) deadline: u64,
    pub(super) pauses: bool,
    /// Which call of the agent's it is about.
    pub(super) subject: u8,
    pub(super) seed: u64,
}

#[derive(Debug, Clone)]
pub(super) struct History {
    pub(super) credential: Credential,
    pub(super) attempts: u8,
    pub(super) resend_unknown: bool,
    pub(super) budget: u8,
    pub(super) plans: Vec<Plan>,
    pub(super) happenings: Vec<(usize, Move, What)>,
    /// Whether who should wait is asked at each step.
    pub(super) asks: bool,
}

pub(super) fn moves(is_hostile: bool) -> BoxedStrategy<Move> {
    let forward = prop_oneof![
        4 => (0u64..400).prop_map(Move::On),
        6 => (0i64..3).prop_map(Move::Near),
        1 => (0u64..20_000).prop_map(Move::On),
    ];
    if !is_hostile {
        return forward.boxed();
    }
    prop_oneof![
        8 => forward,
        2 => (-3i64..0).prop_map(Move::Near),
        1 => (0u64..100_000).prop_map(Move::Back),
        1 => prop_oneof![Just(0), Just(u64::MAX / 2), 0..u64::MAX / 2].prop_map(Move::To),
    ]
    .boxed()
}

pub(super) fn whats() -> impl Strategy<Value = What> {
    let passing = prop::sample::select(vec![Kind::NameLookup, Kind::Connect, Kind::ConnectTimeout]);
    prop_oneof![
        4 => Just(What::Start),
        4 => Just(What::Timer),
        1 => Just(What::Cancel),
        1 => Just(What::Drop),
        4 => (0..REPLIES.len()).prop_map(What::Reply),
        4 => passing.prop_map(|kind| What::Fail(kind, true)),
        2 => prop::sample::select(vec![Kind::Reset, Kind::Timeout])
            .prop_map(|kind| What::Fail(kind, true)),
        1 => (prop::sample::select(Kind::ALL), any::<bool>())
            .prop_map(|(kind, sent)| What::Fail(kind, sent)),
        1 => prop_oneof![0u32..6, any::<u32>()].prop_map(What::Stray),
    ]
}

pub(super) fn plans() -> impl Strategy<Value = Plan> {
    (
        prop_oneof![4 => 1u64..30_000, 1 => Just(60_000), 1 => Just(0)],
        prop::bool::weighted(0.3),
        0u8..2,
        any::<u64>(),
    )
        .prop_map(|(deadline, pauses, subject, seed)| Plan {
            deadline,
            pauses,
            subject,
            seed,
        })
}

pub(super) fn histories(is_hostile: bool) -> impl Strategy<Value = History> {
    let credentials = prop_oneof![
        Just(Credential::Key),
        Just(Credential::Fetched),
        Just(Credential::Shared),
        Just(Credential::Source),
    ];
    (
        credentials,
        1u8..=10,
        any::<bool>(),
        prop_oneof![Just(100u8), 0u8..=40],
        prop::collection::vec(plans(), CALLS),
        prop::collection::vec((0..CALLS, moves(is_hostile), whats()), 0..60),
        any::<bool>(),
    )
        .prop_map(
            |(credential, attempts, resend_unknown, budget, plans, happenings, asks)| History {
                credential,
                attempts,
                resend_unknown,
                budget,
                plans,
                happenings,
                asks,
            },
        )
}
