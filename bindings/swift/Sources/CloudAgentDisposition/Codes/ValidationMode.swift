// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// Which violations stop a request before anything is sent. Closed.
public enum ValidationMode: String, CaseIterable, Sendable, Codable {
    /// Errors do; warnings travel with the receipt.
    case standard
    /// Warnings do as well.
    case strict
    /// Only what the wire can't carry: a rule can be older than the vendor's server, so any other
    /// error is only reported.
    case advise
}

extension ValidationMode: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
