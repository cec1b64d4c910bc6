/// Carries one request to the server. Called from any task, by many at once.
///
/// One `send` is **one** request on the wire: no hidden resend when a kept connection dies, no
/// redirect followed, no `Referer`, no cookies. It keeps the limits, and returns at once when its
/// task is cancelled.
public protocol Transport: Sendable {
    /// Sends a request as it is, and returns the whole reply, whatever its status. The request holds the
    /// credential: nothing of it may get into a log.
    ///
    /// - Throws: ``SendFailure``, which decides what the caller is told of the call.
    func send(
        _ request: HTTPRequest, limits: Limits
    ) async throws(SendFailure) -> HTTPReply

    /// Whether it can send a GET with a body, over a connection that no other request uses, before or
    /// after: look-ups of call records need that (``HTTPRequest/bodyWithGet``,
    /// ``HTTPRequest/ownConnection``). Where it can't, a look-up sends nothing, and says so.
    var canSendBodyWithGet: Bool { get }
}

extension Transport {
    /// No: most HTTP stacks can't.
    public var canSendBodyWithGet: Bool { false }
}

/// A send ended without a whole reply.
///
/// The kinds `nameLookup`, `connect`, `connectTimeout`, `proxy`, `tls` and `unsendable` say that
/// nothing was sent, and must be true: the caller may send again. In doubt it is `transportFailed`.
public struct SendFailure: Error, Hashable, Sendable {
    /// How it failed.
    public let kind: FailKind

    /// A failure of that kind. It holds nothing else: an HTTP stack's own error may hold the URL,
    /// and with it the api key.
    public init(_ kind: FailKind) {
        self.kind = kind
    }
}

extension SendFailure: CustomStringConvertible {
    /// The kind.
    public var description: String { "SendFailure(\(kind))" }
}

/// The limits of one send.
public struct Limits: Hashable, Sendable {
    /// How long making a connection may take.
    public var connect: Duration
    /// How long the whole send may take, the reading of the body in it.
    public var total: Duration
    /// How much of a body to read: up to so many bytes and one more, which tells that there was
    /// more.
    public var bodyBytes: Int

    /// Limits of these.
    public init(connect: Duration, total: Duration, bodyBytes: Int = Limits.defaultBodyBytes) {
        self.connect = connect
        self.total = total
        self.bodyBytes = bodyBytes
    }

    /// The most bytes of a body that are read for words.
    public static let defaultBodyBytes = 65_536
}
