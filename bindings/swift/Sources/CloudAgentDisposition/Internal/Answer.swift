internal import CloudAgentDispositionBridge
internal import CloudAgentDispositionBridgeFFI

/// Asks the library in one call, with bytes in and bytes out, and reads what it answers.
///
/// What UniFFI generates makes three calls for that, and reads the answer from a `Data`, piece by piece,
/// which takes several times as long. The bytes are UniFFI's form: a number has its highest byte first, a
/// text is its length and its UTF-8, and what may be absent stands behind a 0 or a 1. Bytes that say
/// something else are an ``InternalFailure``.
struct Answer {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    /// Asks a question, and reads the whole answer.
    ///
    /// - Parameter room: How many bytes the answer takes, in all likelihood.
    static func to<Value>(
        _ question: Question, room: Int, read: (inout Answer) throws -> Value
    ) throws -> Value {
        var written: [UInt8] = []
        FfiConverterTypeQuestion.write(question, into: &written)
        return try Self.to(written, room: room, read: read)
    }

    private static func to<Value>(
        _ question: [UInt8], room: Int, read: (inout Answer) throws -> Value
    ) throws -> Value {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { bytes in
            guard let begin = bytes.baseAddress else { throw InternalFailure() }
            let length = Int(
                cloudagent_disposition_uniffi_answer(
                    question, UInt64(question.count), begin, UInt64(room)))
            guard length >= 0 else { throw InternalFailure() }
            // It needs more room, and is asked again, which changes nothing.
            guard length <= room else { return try Self.to(question, room: length, read: read) }
            var answer = Answer(bytes: UnsafeBufferPointer(start: begin, count: length))
            let value = try read(&answer)
            guard answer.at == length else { throw InternalFailure() }
            return value
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func number() throws -> UInt32 {
        UInt32(bigEndian: UnsafeRawBufferPointer(try next(4)).loadUnaligned(as: UInt32.self))
    }

    mutating func flag() throws -> Bool {
        try next(1)[0] != 0
    }

    mutating func text() throws -> String {
        String(decoding: try next(Int(number())), as: UTF8.self)
    }

    mutating func optional<Value>(_ read: (inout Answer) throws -> Value) throws -> Value? {
        try flag() ? try read(&self) : nil
    }

    mutating func list<Value>(_ read: (inout Answer) throws -> Value) throws -> [Value] {
        let count = Int(try number())
        var values: [Value] = []
        // No value takes less than a byte: a number that can't be true reserves nothing.
        values.reserveCapacity(min(count, bytes.count - at))
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    private mutating func next(_ count: Int) throws -> UnsafeBufferPointer<UInt8> {
        guard count <= bytes.count - at else { throw InternalFailure() }
        defer { at += count }
        return UnsafeBufferPointer(rebasing: bytes[at..<at + count])
    }
}
