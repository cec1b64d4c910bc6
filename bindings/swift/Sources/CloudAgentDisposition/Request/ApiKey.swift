internal import CloudAgentDispositionBridge

/// An account's api key.
///
/// Opaque: it prints as `ApiKey([redacted])`, however it is printed, equals nothing, and can't be
/// encoded.
public struct ApiKey: Sendable, Redacted {
    let handle: ApiKeyHandle

    /// A key.
    ///
    /// - Parameter secret: The key, as it is.
    public init(_ secret: String) {
        handle = ApiKeyHandle(secret: secret)
    }

    init(handle: ApiKeyHandle) {
        self.handle = handle
    }

    /// The key itself: for the one place that puts it on the wire. Don't log it.
    public func expose() -> String { handle.expose() }

    /// `ApiKey([redacted])`.
    public var description: String { "ApiKey([redacted])" }
}
