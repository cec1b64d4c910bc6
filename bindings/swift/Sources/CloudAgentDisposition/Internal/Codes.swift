internal import CloudAgentDispositionBridge

/// Whether the library is the one that its Swift was generated from. UniFFI compares functions, but
/// not the fields of records: with another build's library they would trade places without a word.
///
/// Both are made by one script and linked into one program, so this is never false; and it is asked
/// before anything of an answer is used, and before anything is sent.
private let isOfThisBuild = interfaceHash() == CAD_INTERFACE_HASH

private func otherBuild() -> Never {
    fatalError("CloudAgentDisposition's library is of another build: run bindings/swift/native")
}

/// The value of a closed set that the core names by its code: in every answer there is one. The sets
/// are compared with the core's own in the tests.
func code<Value: RawRepresentable<String>>(_ code: String) -> Value {
    guard isOfThisBuild, let value = Value(rawValue: code) else { otherBuild() }
    return value
}

/// The value of a closed set, where there is one.
func code<Value: RawRepresentable<String>>(_ given: String?) -> Value? {
    given.map { code($0) }
}

/// What a function of the bridge answers whose only error is a code that the core doesn't know.
func known<Answer>(_ call: () throws -> Answer) -> Answer {
    guard let answer = try? call() else { otherBuild() }
    return answer
}

/// A part of an answer that is there where the other parts are not.
func present<Part>(_ part: Part?) -> Part {
    guard let part else { otherBuild() }
    return part
}
