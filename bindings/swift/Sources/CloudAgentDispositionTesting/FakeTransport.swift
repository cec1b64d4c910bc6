import CloudAgentDisposition
import Foundation

/// A transport that sends nothing: it answers as a test says, and keeps what it was given.
///
/// ```swift
/// let server = FakeTransport(.saying(.queued), .saying(.alreadyDisposed))
/// let client = try DispositionClient(account: account, api: .getV2, transport: server)
/// ```
///
/// Each request gets the next answer, and the last one is given again and again. Requests for a token get
/// one, which is no answer of these. Any task may use it, many at once.
public final class FakeTransport: Transport, Sendable {
    /// The token that it makes.
    public static let token = "token-of-a-fake"

    private let answers: [FakeAnswer]
    private let kept = Locked<[HTTPRequest]>([])

    /// A transport that gives these answers.
    public convenience init(_ answers: FakeAnswer...) {
        self.init(answers: answers)
    }

    /// A transport that gives these answers.
    public init(answers: [FakeAnswer]) {
        self.answers = answers
    }

    /// What it was given, in order, but for requests for a token. Each **holds the credential**, and prints
    /// without it.
    public var requests: [HTTPRequest] { kept.withLock { $0.filter { !$0.isForToken } } }

    /// How often a token was asked for.
    public var tokenRequests: Int { kept.withLock { $0.count { $0.isForToken } } }

    /// It can: it sends nothing.
    public var canSendBodyWithGet: Bool { true }

    /// Answers a request.
    ///
    /// - Throws: What the answer is a failure of.
    public func send(
        _ request: HTTPRequest, limits: Limits
    ) async throws(SendFailure) -> HTTPReply {
        let before = kept.withLock { kept in
            defer { kept.append(request) }
            return kept.count { !$0.isForToken }
        }
        if request.isForToken {
            return HTTPReply(status: 200, body: Data(#"{"token": "\#(Self.token)"}"#.utf8))
        }
        let last: FakeAnswer = answers.last ?? .saying(.saved)
        return try await (answers.dropFirst(before).first ?? last).reply()
    }
}

/// What a ``FakeTransport`` answers one request with.
public struct FakeAnswer: Sendable {
    private enum Kind {
        case reply(HTTPReply)
        case failure(FailKind)
        case silence
    }

    private let kind: Kind

    /// A reply that means this outcome, in the vendor's words where it has some for it.
    ///
    /// A word that no reply to a disposition means, such as one of your own, ends the send as
    /// `unsendable`.
    ///
    /// - Parameters:
    ///   - outcome: What the reply means.
    ///   - retryAfter: The whole seconds of its `Retry-After`.
    public static func saying(_ outcome: Outcome, retryAfter: Duration? = nil) -> Self {
        guard let reply = HTTPReply(saying: outcome, retryAfter: retryAfter) else {
            return .failing(.unsendable)
        }
        return .reply(reply)
    }

    /// This reply.
    public static func reply(_ reply: HTTPReply) -> Self { Self(kind: .reply(reply)) }

    /// A campaign's dispositions.
    public static func listing(_ dispositions: [String]) -> Self {
        let object: [String: Any] = ["status": "Success", "details": dispositions]
        let body = try? JSONSerialization.data(withJSONObject: object)
        return .reply(HTTPReply(status: 200, body: body ?? Data()))
    }

    /// A look-up's list of call records.
    public static func records(_ records: [CallRecord]) -> Self {
        let rows = records.compactMap { try? $0.json(withComments: true) }
        let body = #"{"status": "success", "details": [\#(rows.joined(separator: ","))]}"#
        return .reply(HTTPReply(status: 200, body: Data(body.utf8)))
    }

    /// No reply, for this reason.
    public static func failing(_ kind: FailKind) -> Self { Self(kind: .failure(kind)) }

    /// Nothing, until the call gives up: it ends at its deadline, or when its task is cancelled.
    public static var silence: Self { Self(kind: .silence) }

    func reply() async throws(SendFailure) -> HTTPReply {
        switch kind {
        case .reply(let reply): return reply
        case .failure(let kind): throw SendFailure(kind)
        case .silence:
            // An hour at a time: a moment too far off for the system's timers would be one that has passed.
            while (try? await Task.sleep(for: .seconds(3_600))) != nil {}
            throw SendFailure(.timeout)
        }
    }
}

extension HTTPRequest {
    fileprivate var isForToken: Bool { path.hasSuffix("/generateToken") }
}
