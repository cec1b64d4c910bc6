//! `cargo tool counts`: the rows of `make bench-c` that a counter says and no clock.

use crate::{
    Result,
    place::target,
    sizes::size,
    valgrind::{allocations, callgrind, counted, functions},
};
use serde_json::{Value, json};
use std::{cmp::Reverse, collections::BTreeMap, path::Path};

/// One of the works of `tests/bench/c/counted.c`, the one that is its floor, and what is aimed at.
struct Work {
    name: &'static str,
    argument: &'static str,
    floor: &'static str,
    floor_is: &'static str,
    most_instructions: u64,
    most_allocations: u64,
}

const WORKS: [Work; 2] = [
    Work {
        name: "cad_classify, a known reply of 66 bytes",
        argument: "classify",
        floor: "parse",
        floor_is: "simdjson and two comparisons",
        most_instructions: 600,
        most_allocations: 0,
    },
    Work {
        name: "cad_build_request, GET",
        argument: "build",
        floor: "by_hand",
        floor_is: "the same URL put together by hand, nothing checked",
        most_instructions: 3000,
        most_allocations: 3,
    },
];

/// How many parts of a whole a row names: the largest.
const PARTS: usize = 7;

/// Prints the rows of that program, and of the libraries, the whole one and that of the rules alone.
pub(crate) fn counts(program: &Path, whole: &Path, small: &Path) -> Result<()> {
    let folder = target().join("counts");
    for work in &WORKS {
        let each = |argument: &str| {
            each_time(|times| {
                callgrind(&folder, program, &[argument, times])?;
                counted(&folder)
            })
        };
        let mut row = row(work, "instructions", work.most_instructions, each)?;
        callgrind(&folder, program, &[work.argument, "20000"])?;
        let parts = functions(&folder)?.into_iter();
        row["parts"] = shares(parts.map(|(count, name)| (count, function(&name))));
        println!("{row}");
    }
    for work in &WORKS {
        let each =
            |argument: &str| each_time(|times| allocations(&folder, program, &[argument, times]));
        println!("{}", row(work, "allocations", work.most_allocations, each)?);
    }
    for (work, staged, most) in [
        ("the shared library, stripped", whole, 3_000_000),
        (
            "the shared library of the rules alone, stripped",
            small,
            450_000,
        ),
    ] {
        println!("{}", size(work, staged, most, &folder)?);
    }
    Ok(())
}

fn row(work: &Work, unit: &str, most: u64, each: impl Fn(&str) -> Result<u64>) -> Result<Value> {
    Ok(json!({
        "work": work.name, "group": "counts", "unit": unit, "ours": each(work.argument)?, "most": most,
        "floor": {"what": work.floor_is, "takes": each(work.floor)?},
    }))
}

/// What each time costs, without the program's start.
fn each_time(count: impl Fn(&str) -> Result<u64>) -> Result<u64> {
    let (few, many) = (count("100")?, count("1100")?);
    let more = many.checked_sub(few).ok_or("more work counted less")?;
    Ok(more / 1000)
}

/// A function's name without our crates' own; those of memory have one name.
fn function(name: &str) -> String {
    const MEMORY: &str = "malloc free realloc memmove memcpy memset memalign dealloc rust_alloc";
    if MEMORY.split(' ').any(|of| name.contains(of)) {
        return "memory".to_owned();
    }
    name.replace("cloudagent_disposition_c::", "")
        .replace("cloudagent_disposition::", "")
}

/// The largest parts of the whole, each a name and its share.
pub(crate) fn shares(parts: impl IntoIterator<Item = (u64, String)>) -> Value {
    let mut sums = BTreeMap::<String, u64>::new();
    for (count, name) in parts {
        *sums.entry(name).or_default() += count;
    }
    let all: u64 = sums.values().sum();
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, sum)| Reverse(*sum));
    let share = |sum: u64| (sum as f64 / all as f64 * 1e4).round() / 1e4;
    sums.iter()
        .take(PARTS)
        .map(|(name, sum)| json!([name, share(*sum)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_parts_come_first_and_a_name_stands_once() {
        let parts = [(30, "a"), (50, "b"), (20, "a")].map(|(count, name)| (count, name.to_owned()));
        assert_eq!(shares(parts), json!([["a", 0.5], ["b", 0.5]]));
        let many = (1..=9).map(|count| (count, format!("f{count}")));
        let named = shares(many);
        assert_eq!(named.as_array().map(Vec::len), Some(PARTS));
        assert_eq!(named[0], json!(["f9", 0.2]));
    }

    #[test]
    fn what_each_time_costs_is_without_the_start() {
        let program = |times: &str| Ok(5_000 + 7 * times.parse::<u64>()?);
        assert_eq!(each_time(program).unwrap(), 7);
    }

    #[test]
    fn memory_is_one_function_and_our_own_names_are_short() {
        assert_eq!(
            function("cloudagent_disposition::reply::classify"),
            "reply::classify"
        );
        assert_eq!(
            function("cloudagent_disposition_c::reply::cad_x"),
            "reply::cad_x"
        );
        assert_eq!(function("__rust_dealloc"), "memory");
        assert_eq!(function("__memmove_avx_unaligned_erms"), "memory");
    }
}
