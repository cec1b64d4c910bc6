//! Classification allocates nothing larger than the body, whatever the body, but the one buffer
//! that a compressed body is decoded into.

mod cases;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use cloudagent_disposition::{BODY_LIMIT, ReplyParts};

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, which remembers the largest request of the thread.
struct Watched;

fn note(size: usize) {
    LARGEST.with(|largest| largest.set(largest.get().max(size)));
}

// SAFETY: every call goes to the system's allocator with the arguments it came with.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static WATCHED: Watched = Watched;

fn largest_allocation(body: &[u8]) -> usize {
    LARGEST.with(|largest| largest.set(0));
    drop(std::hint::black_box(
        ReplyParts::new(200, body).classify().into_owned(),
    ));
    LARGEST.with(Cell::get)
}

#[test]
fn nothing_larger_than_the_body_is_allocated() {
    let known = cases::all().into_iter().map(|case| case.body());
    let tedious = [
        "[".repeat(65_536).into_bytes(),
        "status:\u{1}".repeat(9).into_bytes(),
        format!("{{\"details\":\"{}\"}}", "\\u0000".repeat(5_000)).into_bytes(),
        [&b"details:\x01"[..], &b"\xFF\x01".repeat(30_000)].concat(),
        vec![0xFF; 65_536],
        vec![b' '; 1 << 20],
    ];
    for body in known.chain(tedious) {
        let largest = largest_allocation(&body);
        let start = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        // What a compressed body is decoded into is as large as any body may be, and a byte more.
        let limit = match body.starts_with(b"\x1F\x8B\x08") {
            true => BODY_LIMIT + 1,
            false => body.len(),
        };
        assert!(largest <= limit, "{largest} > {limit}: {start}");
    }
}

#[test]
fn the_watch_sees_allocations() {
    let reply = r#"{"status":"Fail","details":"Invalid agent"}"#;
    assert!(largest_allocation(reply.as_bytes()) >= "Invalid agent".len());
}
