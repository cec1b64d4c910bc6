/// Which violations stop a request before anything is sent.
public enum ValidationMode: String, CaseIterable, Sendable, Codable {
    /// Errors do; warnings travel with the receipt.
    case standard
    /// Warnings do too.
    case strict
    /// Only what the wire can't carry does: the rules may be older than the vendor's server.
    case advise
}

extension ValidationMode: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
