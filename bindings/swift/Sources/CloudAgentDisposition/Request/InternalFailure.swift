import Foundation

/// The library itself failed, in a function that sends nothing: a bug in it, never the caller's doing.
///
/// What went wrong inside is not repeated, since it may hold a secret. Where a call was being made,
/// the same is a ``DispositionError/internalFailure(receipt:)``, which says what is known of the call.
public struct InternalFailure: Error, Hashable, Sendable {
    /// A failure of the library: for tests of code that handles one.
    public init() {}

    /// What failed, for a person.
    static let reason = "cloudagent-disposition failed inside, which is a bug in it."
}

extension InternalFailure: CustomStringConvertible {
    /// What happened, for a person.
    public var description: String { "\(Self.reason) Nothing was sent." }
}

extension InternalFailure: LocalizedError, CustomNSError {
    /// What happened, for a person.
    public var errorDescription: String? { description }

    /// `CloudAgentDisposition.InternalFailure`.
    public static var errorDomain: String { "CloudAgentDisposition.InternalFailure" }

    /// Always 1.
    public var errorCode: Int { 1 }

    /// The text alone.
    public var errorUserInfo: [String: Any] { [NSLocalizedDescriptionKey: description] }
}
