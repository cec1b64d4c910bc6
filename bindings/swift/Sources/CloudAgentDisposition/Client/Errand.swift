internal import CloudAgentDispositionBridge

/// Something that the host does for a call, and that can be called off.
protocol Errand: Sendable {
    /// Calls it off. Where it is done already, nothing comes of it.
    func cancel()
}

extension Task: Errand {}

/// A transport that takes what the engine hands out as it is, in no task and with no other form of it in
/// between.
protocol NativeTransport: Transport {
    /// Begins a send, and says once what came of it.
    func begin(
        _ request: HttpRequestData, limits: Limits,
        _ ended: @escaping @Sendable (NativeEnd) -> Void
    ) -> any Errand
}

/// What came of such a send.
enum NativeEnd: Sendable {
    case reply(HttpReplyData)
    /// The code of how it failed, and whether it may have left where that leaves it open.
    case failed(kind: String, sent: Bool)

    /// What the engine hears of it.
    func event(_ seq: UInt32, _ wall: () -> UInt64) -> EventData {
        switch self {
        case .reply(let reply): .reply(seq: seq, reply: reply, wallMs: wall())
        case .failed(let kind, let sent): .failed(seq: seq, kind: kind, sent: sent)
        }
    }
}
