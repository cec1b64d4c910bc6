//! A day of calls at the reader's limits.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::Duration;

use cloudagent_disposition::{
    Api, Asked, CallRecord, DispositionRequest, Finding, Records, RecordsReply, ReplyParts, settle,
};

use crate::cpu;

const DAY: usize = 64 << 20;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

/// The system's allocator, which knows how much this thread holds.
struct Watched;

fn note(change: isize) {
    // A thread that ends frees after its locals are gone.
    let _ = HELD.try_with(|held| {
        held.set(held.get() + change);
        let _ = MOST.try_with(|most| most.set(most.get().max(held.get())));
    });
}

// SAFETY: every call goes to the system's allocator with the arguments it came with.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        note(-(layout.size() as isize));
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static WATCHED: Watched = Watched;

/// Rows as the vendor has them, 47 keys each, until the body has this size.
fn day(rows: usize, bytes: usize) -> Vec<u8> {
    let mut body = br#"{"details":["#.to_vec();
    let row_size = (bytes - 64) / rows;
    for row in 0..rows {
        let begin = body.len();
        let id = 9_007_199_254_740_993_u64 + row as u64;
        body.extend(format!(r#"{{"CallID":{id},"CallDate":"2026-11-30","UCID":{id},"#).bytes());
        body.extend(br#""AgentID":"ravi","Disposition":"Call \u0062ack""#);
        let keys = if row_size > 1_000 { 41 } else { 0 };
        for key in 0..keys {
            body.extend(format!(r#","Key{key:02}":"00:00:00""#).bytes());
        }
        body.extend(br#","Comments":""#);
        let filler = row_size.saturating_sub(body.len() - begin + 3);
        body.extend(std::iter::repeat_n(b'x', filler));
        body.push(b'"');
        body.extend(b"},");
    }
    body.pop();
    body.extend(br#"],"status":"success"}"#);
    body
}

fn read(body: &[u8]) -> Records {
    match ReplyParts::new(200, body).classify_records(Asked::Day) {
        RecordsReply::Records(list) => list,
        RecordsReply::NoRecords(none) => panic!("{none:?}"),
    }
}

#[test]
fn a_full_day_is_read_exactly_and_takes_little_memory() {
    let body = day(50_000, DAY - 1_000_000);
    assert!(
        body.len() < DAY && body.len() > DAY - 2_000_000,
        "{}",
        body.len()
    );
    let before = HELD.with(Cell::get);
    MOST.with(|most| most.set(before));
    let list = read(&body);
    let most = MOST.with(Cell::get) - before;
    assert_eq!((list.records.len(), list.truncated), (50_000, false));
    let last = list.records.last().unwrap();
    let id = (9_007_199_254_740_993_u64 + 49_999).to_string();
    assert_eq!(last.ucid.as_ref(), Some(&id));
    assert_eq!(last.disposition.as_deref(), Some("Call back"));
    assert!(most < body.len() as isize, "{most} beside {}", body.len());
}

#[test]
fn what_is_longer_is_cut_where_the_limit_is() {
    let mut body = day(45_000, DAY + 4_000_000);
    let whole = body.len();
    assert!(whole > DAY, "{whole}");
    body.truncate(DAY + 1);
    let list = read(&body);
    assert!(
        list.truncated && list.records.len() > 30_000,
        "{}",
        list.records.len()
    );
    let rows = day(50_001, DAY / 2);
    let list = read(&rows);
    assert_eq!((list.records.len(), list.truncated), (50_000, true));
}

#[test]
fn time_is_in_proportion_to_the_body() {
    let time = |body: &[u8]| {
        let start = cpu::run_time();
        std::hint::black_box(ReplyParts::new(200, body).classify_records(Asked::Day));
        (cpu::run_time() - start).max(Duration::from_micros(5))
    };
    const GROWTH: usize = 16;
    let tedious = |size: usize| {
        [
            day(size / 400, size),
            [b"{\"details\":[".repeat(size / 12), b"]".repeat(9)].concat(),
            [
                b"[{\"UCID\":\"".to_vec(),
                b"\\u0031".repeat(size / 6),
                b"\"}]".to_vec(),
            ]
            .concat(),
            [b"[{\"UCID\":".to_vec(), b"1".repeat(size), b"}]".to_vec()].concat(),
            [
                b"{".to_vec(),
                b"\"details\":[{\"UCID\":1}],".repeat(size / 23),
                b"\"x\":1}".to_vec(),
            ]
            .concat(),
            [
                b"[{".to_vec(),
                b"\"UCID\":1,\"ucid\":2,".repeat(size / 18),
                b"\"x\":1}]".to_vec(),
            ]
            .concat(),
            [
                b"[{\"Comments\":\"".to_vec(),
                b"\xE0\xA4\xFF".repeat(size / 3),
                b"\"}]".to_vec(),
            ]
            .concat(),
            b"Warning: {".repeat(size / 10),
        ]
    };
    for (short, long) in tedious(20_000).iter().zip(tedious(20_000 * GROWTH)) {
        // Linear is 16 times as long, quadratic 256 times. A neighbour on the machine may make one
        // run slow, so the shortest of several counts.
        let shortest = |body: &[u8], runs| (0..runs).map(|_| time(body)).min().unwrap();
        let limit = shortest(short, 5) * 100;
        let within = (0..8).any(|_| shortest(&long, 2) < limit);
        assert!(
            within,
            "over {limit:?}: {}",
            String::from_utf8_lossy(&long[..20])
        );
    }
}

#[test]
fn settling_takes_time_in_proportion_to_the_records() {
    let request = DispositionRequest::new()
        .ucid("8189")
        .agent_id("ravi")
        .disposition("é".repeat(1_000));
    let time = |rows: usize| {
        let row = CallRecord::new()
            .call_id("8189")
            .agent_id("a -> b")
            .disposition("Busy");
        let list = Records::from(vec![row; rows]);
        let start = cpu::run_time();
        let settlement = settle(&request, Api::GetV2, &list).unwrap();
        let taken = cpu::run_time() - start;
        assert_eq!(settlement.finding, Finding::NoneYet);
        taken.max(Duration::from_micros(5))
    };
    // Linear is 16 times as long, quadratic 256 times.
    let shortest = |rows, runs| (0..runs).map(|_| time(rows)).min().unwrap();
    let limit = shortest(200, 5) * 100;
    assert!(
        (0..8).any(|_| shortest(200 * 16, 2) < limit),
        "over {limit:?}"
    );
}
