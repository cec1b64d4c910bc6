/// The value of a closed set that the core names by its code.
///
/// The sets are compared with the core's own in the tests, and the library is of the same build as
/// this package: a code that has no value here can't come.
func code<Value: RawRepresentable<String>>(_ code: String) -> Value {
    guard let value = Value(rawValue: code) else {
        preconditionFailure("\(Value.self) has no code \(code): the library is of another build")
    }
    return value
}

/// The value of a closed set, where there is one.
func code<Value: RawRepresentable<String>>(_ given: String?) -> Value? {
    given.map { code($0) }
}

/// What a function of the bridge answers whose only error is a code that the core doesn't know.
func known<Answer>(_ call: () throws -> Answer) -> Answer {
    do {
        return try call()
    } catch {
        preconditionFailure("the core knows fewer codes: the library is of another build")
    }
}

/// A part of an answer that is there where the other parts are not.
func present<Part>(_ part: Part?) -> Part {
    guard let part else {
        preconditionFailure("an answer without a part: the library is of another build")
    }
    return part
}
