// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// Whether a violation stops the request.
public enum Severity: String, CaseIterable, Sendable, Codable {
    /// It does, but in the mode `advise` only where the wire can't carry the request.
    case error
    /// It travels with the receipt, and stops the request in the mode `strict` only.
    case warning
}

extension Severity: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
