internal import CloudAgentDispositionBridge

/// Whether the library is the one that its Swift was generated from: with another build's, the fields of
/// records would trade places without a word.
private let isOfThisBuild = (try? interfaceHash()) == CAD_INTERFACE_HASH

/// Asks the library: the one way in for whatever sends nothing.
///
/// - Throws: ``InternalFailure`` for whatever goes wrong in there. What it was is not repeated, since
///   it may hold a secret.
func ask<Answer>(_ call: () throws -> Answer) throws(InternalFailure) -> Answer {
    guard isOfThisBuild else { throw InternalFailure() }
    do { return try call() } catch { throw InternalFailure() }
}

/// The value of a closed set that the core names by its code. The sets are compared with the core's
/// own in the tests.
func code<Value: RawRepresentable<String>>(_ code: String) throws(InternalFailure) -> Value {
    guard let value = Value(rawValue: code) else { throw InternalFailure() }
    return value
}

/// The value of a closed set, where there is one.
func code<Value: RawRepresentable<String>>(_ given: String?) throws(InternalFailure) -> Value? {
    guard let given else { return nil }
    let value: Value = try code(given)
    return value
}

/// A native object that a value holds. What failed when it was made is told where it is used.
func present<Handle>(_ made: Handle?) throws(InternalFailure) -> Handle {
    guard let made else { throw InternalFailure() }
    return made
}

/// What a function throws whose input the core refuses.
func refusal(_ found: [ViolationData]) -> any Error {
    guard !found.isEmpty, let violations = try? found.map(Violation.init) else {
        return InternalFailure()
    }
    return InvalidInput(violations: violations)
}
