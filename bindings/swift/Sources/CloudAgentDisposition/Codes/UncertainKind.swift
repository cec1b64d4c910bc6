// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// Why it is not known whether the disposition was applied. Closed.
public enum UncertainKind: String, CaseIterable, Sendable, Codable {
    /// A reply came that does not tell.
    case reply
    /// No whole reply in time.
    case timeout
    /// The connection ended before a reply.
    case reset
    /// The reply was not HTTP, or its body broke off.
    case brokenReply = "broken_reply"
    /// The call was cancelled, before anything was sent or while the request was out.
    case cancelled
    /// The transport failed in some other way, or gave no answer.
    case transportFailed = "transport_failed"
}

extension UncertainKind: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
