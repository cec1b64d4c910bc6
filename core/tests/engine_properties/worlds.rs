//! What may happen to calls of two engines that share a store.

use proptest::prelude::*;

/// A time that a machine may believe it is.
const WALL: u64 = 1_764_000_000_000;

/// What happens to a call beside its answers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fate {
    Left,
    Cancelled,
    /// Its host has lost it.
    Lost,
    /// Its process stands still for so long.
    Stopped(u64),
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) at: u64,
    pub(crate) engine: usize,
    pub(crate) deadline: u64,
    pub(crate) is_list: bool,
    pub(crate) fate: Fate,
    /// So long after its start.
    pub(crate) fate_after: u64,
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    /// What each engine's clock shows at the beginning, and what it believes the time to be; none
    /// where it does not know.
    pub(crate) clocks: [(u64, Option<u64>); 2],
    pub(crate) calls: Vec<Plan>,
    /// What answers the next step and when, over and over.
    pub(crate) choices: Vec<(u64, u8)>,
    /// Whether store and services do what they should.
    pub(crate) is_healthy: bool,
    /// Whether the vendor takes no token at all.
    pub(crate) refuses: bool,
    /// How much longer than another answer a token takes.
    pub(crate) token_takes: u64,
}

fn plans(is_healthy: bool) -> impl Strategy<Value = Plan> {
    let fates = prop_oneof![
        6 => Just(Fate::Left),
        1 => Just(Fate::Cancelled),
        1 => Just(Fate::Lost),
        1 => (0u64..30_000).prop_map(Fate::Stopped),
    ];
    let deadline = if is_healthy {
        30_000..30_001
    } else {
        1u64..30_000
    };
    let began = prop_oneof![0u64..50, 0u64..20_000];
    let (engine, is_list) = (0usize..2, any::<bool>());
    (began, engine, deadline, is_list, fates, 0u64..12_000).prop_map(
        move |(at, engine, deadline, is_list, fate, fate_after)| Plan {
            at,
            engine,
            deadline,
            is_list,
            fate: if is_healthy { Fate::Left } else { fate },
            fate_after,
        },
    )
}

pub(crate) fn worlds(is_healthy: bool) -> impl Strategy<Value = World> {
    let wall = || prop_oneof![Just(None), Just(Some(WALL)), (0..2 * WALL).prop_map(Some)];
    let clock = || {
        (
            prop_oneof![Just(0u64), any::<u32>().prop_map(u64::from)],
            wall(),
        )
    };
    let slow = prop_oneof![0u64..300, 0u64..4_000];
    let delays = if is_healthy {
        (0u64..200).boxed()
    } else {
        slow.boxed()
    };
    (
        [clock(), clock()],
        prop::collection::vec(plans(is_healthy), 1..=16),
        prop::collection::vec((delays, 0u8..10), 40),
        prop::bool::weighted(0.3),
    )
        .prop_map(move |(clocks, calls, choices, refuses)| World {
            clocks,
            calls,
            choices,
            is_healthy,
            refuses: refuses && !is_healthy,
            token_takes: 0,
        })
}
