//! Makes the calls cheap that are generated for Kotlin.

use std::error::Error;

/// A piece of what UniFFI writes, and what stands there instead.
type Change = (&'static str, &'static str);

/// What a call costs beside its own work is nearly all JNA's: it reflects over each structure that
/// crosses, and UniFFI has one for the status of every call and one for every argument.
///
/// - Their native memory comes from `Scratch`, which the facade has. JNA would allocate it, register
///   it with its cleaner, and free it after a garbage collection, ten times a call. In a tight loop
///   that cleaner does not keep up, and the process grows by gigabytes.
/// - The status crosses as an address. Only what a failed call says is read as a structure.
/// - A buffer copies its three fields by itself. Their places are the same on every platform.
/// - An argument's buffer comes from `Scratch` too, and only its memory is asked for natively.
const CHANGES: &[Change] = &[
    (
        "internal open class RustBuffer : Structure() {\n",
        "internal open class RustBuffer : Structure() {
    override fun autoAllocate(size: Int): com.sun.jna.Memory = cloudagent.disposition.internal.Scratch.take(size)

    override fun read() {
        capacity = pointer.getLong(0)
        len = pointer.getLong(8)
        data = pointer.getPointer(16)
    }

    override fun write() {
        pointer.setLong(0, capacity)
        pointer.setLong(8, len)
        pointer.setPointer(16, data)
    }

",
    ),
    (
        "internal open class ForeignBytes : Structure() {\n",
        "internal open class ForeignBytes : Structure() {
    override fun autoAllocate(size: Int): com.sun.jna.Memory = cloudagent.disposition.internal.Scratch.take(size)

",
    ),
    (
        "internal open class UniffiRustCallStatus : Structure() {\n",
        "internal open class UniffiRustCallStatus : Structure() {
    override fun autoAllocate(size: Int): com.sun.jna.Memory = cloudagent.disposition.internal.Scratch.take(size)

    internal fun at(address: Pointer): UniffiRustCallStatus {
        useMemory(address)
        read()
        return this
    }

",
    ),
    (
        "alloc(size: ULong = 0UL) = uniffiRustCall() { status ->
            // Note: need to convert the size to a `Long` value to make this work with JVM.
            UniffiLib.ffi_cloudagent_disposition_uniffi_rustbuffer_alloc(size.toLong(), status)
        }.also {",
        "alloc(size: ULong = 0UL) = cloudagent.disposition.internal.Scratch.buffer(size.toLong()).also {",
    ),
    (
        "external fun ffi_cloudagent_disposition_uniffi_rustbuffer_alloc(`size`: Long,uniffi_out_err: UniffiRustCallStatus, \n    ): RustBuffer.ByValue",
        "external fun cloudagent_disposition_uniffi_buffer_alloc(size: Long): Long",
    ),
    (
        "rbuf.writeField(\"len\", bbuf.position().toLong())",
        "rbuf.len = bbuf.position().toLong()",
    ),
    (
        "callback: (UniffiRustCallStatus) -> U): U {
    var status = UniffiRustCallStatus()
    val return_value = callback(status)
    uniffiCheckCallStatus(errorHandler, status)
",
        "callback: (Pointer) -> U): U {
    val status = cloudagent.disposition.internal.Scratch.status()
    val return_value = callback(status)
    if (status.getByte(0) != UNIFFI_CALL_SUCCESS) uniffiCheckCallStatus(errorHandler, UniffiRustCallStatus().at(status))
",
    ),
    (
        "uniffiRustCall(callback: (UniffiRustCallStatus) -> U)",
        "uniffiRustCall(callback: (Pointer) -> U)",
    ),
];

/// The last parameter of every native function.
const STATUS: Change = (
    "uniffi_out_err: UniffiRustCallStatus",
    "uniffi_out_err: Pointer",
);

/// Makes calls cheap: see [`CHANGES`].
///
/// # Errors
///
/// Where UniFFI no longer writes one of these pieces so.
pub(crate) fn lighten(generated: &str) -> Result<String, Box<dyn Error>> {
    let mut lightened = generated.to_owned();
    for (written, instead) in CHANGES {
        if generated.matches(written).count() != 1 {
            return Err(format!("what is generated for Kotlin has no longer: {written}").into());
        }
        lightened = lightened.replace(written, instead);
    }
    let (written, instead) = STATUS;
    Ok(lightened.replace(written, instead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_is_changed_or_missed_aloud() {
        let generated: String = CHANGES.iter().map(|(written, _)| *written).collect();
        let lightened = lighten(&generated).unwrap();
        for (written, instead) in CHANGES {
            assert!(lightened.contains(instead), "{instead}");
            let missing = lighten(&generated.replace(written, "")).unwrap_err();
            assert!(missing.to_string().ends_with(written));
        }
    }

    #[test]
    fn every_status_crosses_as_an_address() {
        let generated: String = CHANGES.iter().map(|(written, _)| *written).collect();
        let functions = "external fun a(uniffi_out_err: UniffiRustCallStatus, )\n".repeat(2);
        let lightened = lighten(&format!("{generated}{functions}")).unwrap();
        assert!(lightened.ends_with(&"external fun a(uniffi_out_err: Pointer, )\n".repeat(2)));
    }
}
