import CloudAgentDisposition

/// A transport over another, which keeps what was sent and what came of it: to see what your code does
/// with a server that is there, such as CloudAgent's simulator.
public final class RecordingTransport: Transport, Sendable {
    /// One send.
    public struct Exchange: Sendable {
        /// What was sent. It **holds the credential**, and prints without it.
        public let request: HTTPRequest
        /// The limits that it was sent with.
        public let limits: Limits
        /// What came.
        public let result: Result<HTTPReply, SendFailure>
    }

    private let transport: any Transport
    private let kept = Locked<[Exchange]>([])

    /// A recorder of what goes over this transport.
    public init(over transport: any Transport) {
        self.transport = transport
    }

    /// The sends that have ended, in the order of their ends.
    public var exchanges: [Exchange] { kept.withLock { $0 } }

    /// Whether the other one can.
    public var canSendBodyWithGet: Bool { transport.canSendBodyWithGet }

    /// Sends a request over the other transport.
    public func send(
        _ request: HTTPRequest, limits: Limits
    ) async throws(SendFailure) -> HTTPReply {
        let result: Result<HTTPReply, SendFailure>
        do {
            result = .success(try await transport.send(request, limits: limits))
        } catch {
            result = .failure(error)
        }
        kept.withLock {
            $0.append(Exchange(request: request, limits: limits, result: result))
        }
        return try result.get()
    }
}
