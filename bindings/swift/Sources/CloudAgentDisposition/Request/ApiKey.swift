internal import CloudAgentDispositionBridge

/// An account's api key.
///
/// Opaque: it prints as `ApiKey([redacted])`, however it is printed, equals nothing, and can't be
/// encoded.
public struct ApiKey: Sendable, Redacted {
    private let lent: ApiKeyHandle?

    /// A key.
    ///
    /// - Parameter secret: The key, as it is.
    public init(_ secret: String) {
        lent = try? ApiKeyHandle(secret: secret)
    }

    init(handle: ApiKeyHandle) {
        lent = handle
    }

    /// The key itself: for the one place that puts it on the wire. Don't log it.
    public func expose() -> String { (try? lent?.expose()) ?? "" }

    /// What the core has of it. What failed when it was made is told where it is used.
    var handle: ApiKeyHandle {
        get throws(InternalFailure) { try present(lent) }
    }

    /// `ApiKey([redacted])`.
    public var description: String { "ApiKey([redacted])" }
}
