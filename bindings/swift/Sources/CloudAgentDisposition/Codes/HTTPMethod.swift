// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// An HTTP method.
public enum HTTPMethod: String, CaseIterable, Sendable, Codable {
    /// `GET`.
    case get = "GET"
    /// `POST`.
    case post = "POST"
}

extension HTTPMethod: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
