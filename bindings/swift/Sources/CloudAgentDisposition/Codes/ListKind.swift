// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// Why no list of dispositions, or of call records, came where there was no reply to read one from.
/// Closed.
public enum ListKind: String, CaseIterable, Sendable, Codable {
    /// The host's name has no address. Nothing was sent.
    case nameLookup = "name_lookup"
    /// No connection. Nothing was sent.
    case connect
    /// No connection in time. Nothing was sent.
    case connectTimeout = "connect_timeout"
    /// The proxy made no connection. Nothing was sent.
    case proxy
    /// TLS could not be set up, or the server is not trusted. Nothing was sent.
    case tls
    /// The HTTP library of the transport refuses the request. Nothing was sent.
    case unsendable
    /// The deadline passed before anything was sent.
    case deadline
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
    /// The client is closed.
    case closed
    /// No token could be had.
    case tokenUnavailable = "token_unavailable"
    /// The token store failed.
    case tokenStore = "token_store"
}

extension ListKind: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
