internal import CloudAgentDispositionBridge

/// A bearer token, made by the vendor from an api key. Opaque like ``ApiKey``.
public struct Token: Sendable, Redacted {
    private let lent: TokenHandle?

    /// A token.
    ///
    /// - Parameter secret: The token, as it is.
    public init(_ secret: String) {
        lent = try? TokenHandle(secret: secret)
    }

    init(handle: TokenHandle) {
        lent = handle
    }

    /// The token itself: for the one place that puts it on the wire. Don't log it.
    public func expose() -> String { (try? lent?.expose()) ?? "" }

    /// What the core has of it. What failed when it was made is told where it is used.
    var handle: TokenHandle {
        get throws(InternalFailure) { try present(lent) }
    }

    /// `Token([redacted])`.
    public var description: String { "Token([redacted])" }
}
