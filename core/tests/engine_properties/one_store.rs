//! P8 for a store: engines whose clocks run at one speed, whatever they show, and whose Timers are given
//! at their moment, have at most one fetch out between them; and who vanishes with the lease is replaced.

mod note;
mod play;

use proptest::prelude::*;

use crate::worlds::{Fate, Plan, World, worlds};
use play::Play;

fn check_the_hour(world: World) -> Result<(), TestCaseError> {
    let walls = world.clocks.map(|(_, wall)| wall);
    let mut play = Play::new(world);
    play.run();
    // The vendor grants no more. Where the machines agree on the time, they don't ask for more.
    let all = play.granted.len();
    let first = play.granted.iter().filter(|engine| **engine == 0).count();
    prop_assert!(first <= 10 && all - first <= 10, "{:?}", play.granted);
    if walls[0] == walls[1] && walls[0].is_some() {
        prop_assert!(all <= 10, "{:?}", play.granted);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// P8, for a store.
    #[test]
    fn one_fetch_is_out_for_a_store_and_ten_are_made_in_an_hour(world in worlds(false)) {
        check_the_hour(world)?;
    }

    /// Each call has its token refused, and so fetches two.
    #[test]
    fn ten_tokens_are_asked_for_in_an_hour(mut world in worlds(false), engines in prop::collection::vec(0usize..2, 14)) {
        let at = |place: usize| 1_000 * place as u64;
        let plan = |(place, engine)| Plan {
            at: at(place), engine, deadline: 20_000, is_list: false, fate: Fate::Left, fate_after: 0,
        };
        world.calls = engines.into_iter().enumerate().map(plan).collect();
        world.refuses = true;
        // Nothing hangs, and the store works; some fetches are never heard of.
        for (delay, choice) in &mut world.choices {
            (*delay, *choice) = (*delay % 30, if *choice < 5 { 0 } else { 2 });
        }
        check_the_hour(world)?;
    }

    /// Who has the lease, and stands still until others have taken it over, fetches nothing with it.
    #[test]
    fn who_stood_still_with_the_lease_begins_nothing(
        mut world in worlds(true),
        (after, millis) in (0u64..2_000, 7_000u64..16_000),
    ) {
        let fate = Fate::Stopped(millis);
        let first = Plan { at: 0, engine: 0, deadline: 60_000, is_list: false, fate, fate_after: after };
        for (place, plan) in world.calls.iter_mut().enumerate() {
            plan.at += 100;
            plan.engine = (place + 1) % 2;
        }
        world.calls.insert(0, first);
        for (delay, _) in &mut world.choices {
            *delay *= 15;
        }
        Play::new(world).run();
    }

    /// A lease is believed for longer than the slowest fetch takes, so nobody fetches beside it.
    #[test]
    fn a_slow_fetch_is_waited_for(mut world in worlds(true), takes in 6_000u64..7_400, after in 0u64..1_000) {
        let plan = |at, engine| Plan {
            at, engine, deadline: 30_000, is_list: false, fate: Fate::Left, fate_after: 0,
        };
        world.calls.splice(.., [plan(0, 0), plan(after, 1)]);
        world.token_takes = takes;
        // Where they disagree on the time, one takes for expired what the other fetched.
        world.clocks[1].1 = world.clocks[0].1;
        let mut play = Play::new(world);
        play.run();
        prop_assert_eq!(play.granted.len(), 1);
        prop_assert!(play.ends.values().all(|(_, is_success)| *is_success), "{:?}", play.ends);
    }

    /// A call that is cancelled while the vendor is about to refuse its token renews nothing.
    #[test]
    fn no_token_is_renewed_after_a_cancel(
        mut world in worlds(false),
        (is_list, delay) in (any::<bool>(), 100u64..240),
        percent in 0u64..400,
    ) {
        // Its token costs it three steps or more, and what it is about is out for one.
        let fate_after = delay * 3 + delay * percent / 100;
        let plan = Plan {
            at: 0, engine: 0, deadline: 20_000, is_list, fate: Fate::Cancelled, fate_after,
        };
        world.calls.splice(.., [plan]);
        world.choices.fill((delay, 0));
        world.refuses = true;
        Play::new(world).run();
    }

    /// Where everything works, who vanishes with the lease holds the others up for no longer than it.
    #[test]
    fn who_vanishes_with_the_lease_is_replaced(mut world in worlds(true), after in 0u64..300) {
        let first = Plan { at: 0, engine: 0, deadline: 30_000, is_list: false, fate: Fate::Lost, fate_after: after };
        world.calls.insert(0, first);
        // Where they disagree on the time, one takes for expired what the other fetched.
        world.clocks[1].1 = world.clocks[0].1;
        let plans = world.calls.clone();
        let mut play = Play::new(world);
        play.run();
        for (place, (ended, is_success)) in &play.ends {
            prop_assert!(*is_success, "{place}");
            let took = ended - plans[*place].at;
            prop_assert!(took <= 12_000, "{place} took {took}");
        }
        prop_assert!(play.granted.len() <= 2, "{:?}", play.granted);
    }
}
