//! Classification allocates nothing larger than the body, whatever the body, but the one buffer
//! that a compressed body is decoded into. A request that is well is validated without any allocation,
//! and is built in one buffer.

mod cases;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use cloudagent_disposition::{
    Account, Api, ApiKey, BODY_LIMIT, BaseUrl, DispositionRequest, ReplyParts, build_request,
    validate,
};

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, which remembers the largest request of the thread and counts them.
struct Watched;

fn note(size: usize) {
    LARGEST.with(|largest| largest.set(largest.get().max(size)));
    COUNT.with(|count| count.set(count.get() + 1));
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

fn allocations<T>(work: impl FnOnce() -> T) -> usize {
    COUNT.with(|count| count.set(0));
    drop(std::hint::black_box(work()));
    COUNT.with(Cell::get)
}

#[test]
fn a_request_is_validated_in_none_and_built_in_one_buffer() {
    let account = Account::with_api_key("acme", ApiKey::new("KK-test"));
    let request = DispositionRequest::new()
        .ucid("8189000000001")
        .did("914000000001")
        .agent_id("ravi")
        .disposition("Call back")
        .comments("50% & \"more\", नमस्ते");
    // Beside the buffer, a GET has its list of headers, and a POST its body before it stands there.
    for (api, expected) in [(Api::GetV2, 2), (Api::GetV3, 2), (Api::PostApiKey, 3)] {
        let validated = allocations(|| validate(&account, &request, api, &BaseUrl::INDIA));
        assert_eq!(validated, 0, "{api}");
        let built = allocations(|| build_request(&account, &request, api, &BaseUrl::INDIA));
        assert_eq!(built, expected, "{api}");
    }
    let long = request.clone().ucid("8.18917E+16");
    let found = || validate(&account, &long, Api::GetV2, &BaseUrl::INDIA);
    assert_eq!(
        allocations(found),
        1,
        "the list alone: each sentence is a constant"
    );
}
