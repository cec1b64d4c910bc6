//! The libraries that ship wipe whatever they free: texts, buffers of the HTTP stack and of TLS.
//!
//! It does not stand in the core, since a Rust program that uses the core chooses its own allocator.
//! And it is a crate of its own, so that it is an object of its own in a static library: a program
//! that links a second library of the same Rust takes the allocator of the one that comes first,
//! where otherwise the two would clash.

#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
