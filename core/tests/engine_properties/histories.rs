//! Several calls, of one engine or of two that share a token store, which send again and fetch tokens,
//! in a time that jumps: whatever happens to them, in whatever order, each is answered by the rules.

mod answer;
mod note;
mod plan;
mod play;
mod track;
mod world;

use cloudagent_disposition::Kind;
use proptest::prelude::*;

use plan::{Credential, Move, What, histories};
use world::World;

const KEY: &str = "KK-zqMarkerqz";
const COMMENTS: &str = "zqRemarkqz";

/// Stands in each token.
const TOKEN: &str = "zqTokenqz";

/// How many calls a history may have.
const CALLS: usize = 4;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// P1 to P4, P6, P7, P9, P11 to P14, by a clock that does what it likes.
    #[test]
    fn whatever_happens_each_call_is_answered_by_the_rules(history in histories(true)) {
        let mut world = World::new(&history);
        world.play(&history);
        world.finish();
    }

    /// The same, by a clock that runs forward: then there are more resends.
    #[test]
    fn in_a_time_that_runs_forward_too(history in histories(false)) {
        let mut world = World::new(&history);
        world.play(&history);
        world.finish();
    }

    /// P8: a call whose Timer comes late, so that another fetches in its place, does not fetch beside
    /// it. By chance alone a Timer is hardly ever late just between two sends of one fetch.
    #[test]
    fn who_was_replaced_between_two_sends_fetches_nothing(
        mut history in histories(false),
        (fails, starts, late) in (0u64..100, 0u64..100, 0i64..1_000),
    ) {
        history.credential = Credential::Fetched;
        history.budget = 100;
        history.asks = false;
        for plan in &mut history.plans {
            plan.deadline = 30_000;
        }
        let first = [
            (0, Move::On(0), What::Start),
            (0, Move::On(fails), What::Fail(Kind::Connect, true)),
            (1, Move::On(starts), What::Start),
            (1, Move::Near(late), What::Timer),
            (0, Move::On(0), What::Timer),
        ];
        history.happenings.splice(0..0, first);
        let mut world = World::new(&history);
        world.play(&history);
        world.finish();
    }

    /// P10.
    #[test]
    fn the_same_history_gives_the_same_bytes(history in histories(true)) {
        let logs: Vec<_> = (0..2).map(|_| {
            let mut world = World::new(&history);
            world.play(&history);
            world.log
        }).collect();
        prop_assert_eq!(&logs[0], &logs[1]);
    }
}
