// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// What is known of one attempt's request.
public enum Delivery: String, CaseIterable, Sendable, Codable {
    /// It never left this machine.
    case notSent = "not_sent"
    /// It may have reached the server; no reply came back whole.
    case noReply = "no_reply"
    /// The server replied.
    case replied
}

extension Delivery: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
