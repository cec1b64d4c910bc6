@testable import CloudAgentDisposition

/// A transport whose answers a test gives, one by one.
struct FakeTransport: Transport {
    /// One send that is out.
    struct Sent: Sendable {
        let request: HTTPRequest
        let limits: Limits
        /// What it is to end with.
        let answer = Once<Result<HTTPReply, SendFailure>>()
        /// Whether its task was cancelled.
        let cancelled = Once<Void>()
    }

    /// Whether it goes on sending when its task is cancelled.
    var isStubborn = false
    /// Hears of every send, which it is to answer.
    let didSend: @Sendable (Sent) -> Void

    func send(_ request: HTTPRequest, limits: Limits) async throws(SendFailure) -> HTTPReply {
        let one = Sent(request: request, limits: limits)
        didSend(one)
        let result = await withTaskCancellationHandler {
            await one.answer.value()
        } onCancel: {
            one.cancelled.give(())
            if !isStubborn { one.answer.give(.failure(SendFailure(.cancelled))) }
        }
        return try result.get()
    }
}

extension HTTPReply {
    static let queued = text(#"{"details": "Queued", "status": "Success"}"#)

    static func text(_ body: String, status: Int = 200) -> HTTPReply {
        HTTPReply(status: status, body: .init(body.utf8))
    }
}
