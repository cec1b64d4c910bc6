/// Memory for one argument, which UniFFI's functions take over as a `RustBuffer` of this capacity; 0
/// where there is none.
///
/// UniFFI's own function for it gives that structure by value, and Kotlin pays for a structure what
/// a hundred numbers cost.
#[unsafe(no_mangle)]
pub extern "C" fn cloudagent_disposition_uniffi_buffer_alloc(size: u64) -> u64 {
    let mut bytes = Vec::<u8>::new();
    let Ok(size) = usize::try_from(size) else {
        return 0;
    };
    if bytes.try_reserve_exact(size).is_err() {
        return 0;
    }
    bytes.resize(size, 0);
    // Of a box its length is its capacity.
    let address = Box::into_raw(bytes.into_boxed_slice()).cast::<u8>();
    address.expose_provenance() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vec_takes_the_memory_over() {
        for size in [0, 1, 70_000] {
            let address =
                usize::try_from(cloudagent_disposition_uniffi_buffer_alloc(size as u64)).unwrap();
            let start = std::ptr::with_exposed_provenance_mut::<u8>(address);
            // SAFETY: it was allocated as bytes, at this size, and nobody else has it.
            let bytes = unsafe { Vec::from_raw_parts(start, size, size) };
            assert_eq!(bytes, vec![0; size]);
        }
    }

    #[test]
    fn what_no_memory_holds_is_refused() {
        assert_eq!(cloudagent_disposition_uniffi_buffer_alloc(u64::MAX), 0);
    }
}
