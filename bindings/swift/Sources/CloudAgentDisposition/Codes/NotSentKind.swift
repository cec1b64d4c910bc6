/// Why nothing was sent.
public enum NotSentKind: String, CaseIterable, Sendable, Codable {
    /// The host's name has no address.
    case nameLookup = "name_lookup"
    /// No connection.
    case connect
    /// No connection in time.
    case connectTimeout = "connect_timeout"
    /// The proxy made no connection.
    case proxy
    /// TLS could not be set up, or the server is not trusted.
    case tls
    /// The HTTP library of the transport refuses the request.
    case unsendable
    /// The deadline passed before anything was sent.
    case deadline
    /// The call was cancelled before anything was sent.
    case cancelled
    /// The client is closed.
    case closed
    /// No token could be had.
    case tokenUnavailable = "token_unavailable"
    /// The token store failed.
    case tokenStore = "token_store"
}

extension NotSentKind: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
