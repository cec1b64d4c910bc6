import Foundation

/// The input of a function without I/O can't be used; ``violations`` says everything that is wrong
/// with it.
public struct InvalidInput: Error, Hashable, Sendable {
    /// Everything that is wrong, in the order of the fields. Never empty.
    public let violations: [Violation]

    /// An error of these.
    public init(violations: [Violation]) {
        self.violations = violations
    }
}

extension InvalidInput: CustomStringConvertible {
    /// Every violation, for a person.
    public var description: String {
        violations.map(\.description).joined(separator: " ")
    }
}

extension InvalidInput: LocalizedError, CustomNSError {
    /// Every violation, for a person.
    public var errorDescription: String? { description }

    /// `CloudAgentDisposition.InvalidInput`.
    public static var errorDomain: String { "CloudAgentDisposition.InvalidInput" }

    /// Always 1: ``violations`` says what is wrong.
    public var errorCode: Int { 1 }

    /// The text alone.
    public var errorUserInfo: [String: Any] { [NSLocalizedDescriptionKey: description] }
}

extension Violation: CustomStringConvertible {
    /// The field, and how to mend it.
    public var description: String { "\(field): \(detail)" }
}
