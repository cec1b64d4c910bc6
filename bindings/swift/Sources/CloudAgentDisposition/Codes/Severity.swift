/// Whether a violation stops the request.
public enum Severity: String, CaseIterable, Sendable, Codable {
    /// It does (but see ``ValidationMode/advise``).
    case error
    /// It travels with the receipt, and stops the request in ``ValidationMode/strict`` only.
    case warning
}

extension Severity: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
