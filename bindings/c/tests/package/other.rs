//! Another Rust library in the same program, with a standard library of its own.

use std::collections::HashMap;
use std::panic;

/// Uses what two standard libraries might fall out over: the heap, threads, thread-locals, panics and
/// their hook. Returns 7.
#[no_mangle]
pub extern "C" fn other() -> i32 {
    panic::set_hook(Box::new(|_| {}));
    let caught = panic::catch_unwind(|| panic!("on purpose"));
    let counted = std::thread::spawn(|| {
        let words: HashMap<&str, i32> = [("one", 1), ("six", 6)].into();
        words.values().sum::<i32>()
    });
    match (caught, counted.join()) {
        (Err(_), Ok(sum)) => sum,
        _ => 0,
    }
}
