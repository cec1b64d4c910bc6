internal import CloudAgentDispositionBridge

/// A bearer token, made by the vendor from an api key. Opaque like ``ApiKey``.
public struct Token: Sendable, Redacted {
    let handle: TokenHandle

    /// A token.
    ///
    /// - Parameter secret: The token, as it is.
    public init(_ secret: String) {
        handle = TokenHandle(secret: secret)
    }

    init(handle: TokenHandle) {
        self.handle = handle
    }

    /// The token itself: for the one place that puts it on the wire. Don't log it.
    public func expose() -> String { handle.expose() }

    /// `Token([redacted])`.
    public var description: String { "Token([redacted])" }
}
