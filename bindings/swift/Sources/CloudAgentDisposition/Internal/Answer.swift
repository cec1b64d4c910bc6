internal import CloudAgentDispositionBridge

/// Reads what the library answers to a question.
///
/// What UniFFI generates would read the same from a `Data`, piece by piece, which takes ten times as long.
/// It is UniFFI's form: a number has its highest byte first, a text is its length and its UTF-8, and what
/// may be absent stands behind a 0 or a 1. Bytes that say something else are an ``InternalFailure``.
struct Answer {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    /// Asks a question, and reads the whole answer.
    static func to<Value>(
        _ question: Question, read: (inout Answer) throws -> Value
    ) throws -> Value {
        try answer(question: question).withUnsafeBytes { bytes in
            var answer = Answer(bytes: bytes)
            let value = try read(&answer)
            guard answer.at == bytes.count else { throw InternalFailure() }
            return value
        }
    }

    private init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func number() throws -> UInt32 {
        UInt32(bigEndian: try next(4).loadUnaligned(as: UInt32.self))
    }

    mutating func flag() throws -> Bool {
        try next(1).loadUnaligned(as: UInt8.self) != 0
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

    private mutating func next(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count <= bytes.count - at else { throw InternalFailure() }
        defer { at += count }
        return UnsafeRawBufferPointer(rebasing: bytes[at..<at + count])
    }
}
