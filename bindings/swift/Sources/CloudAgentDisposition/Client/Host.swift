internal import CloudAgentDispositionBridge
import Foundation

/// What the host has for the engine's steps: it sends, keeps tokens and gives tokens. Each of these is the
/// caller's own code, so whatever it throws is an answer, and nothing of it but a kind comes back.
struct Host: Sendable {
    let transport: any Transport
    var store: (any TokenStore)?
    var source: TokenSource?
    var wall: @Sendable () -> UInt64 = machineTime

    /// Begins to send a request, and tells of what came.
    func begin(
        _ request: HttpRequestData, seq: UInt32, limits: Limits, mailbox: Mailbox
    ) throws -> any Errand {
        if let transport = transport as? any NativeTransport {
            return transport.begin(request, limits: limits) { [wall] end in
                mailbox.put(end.event(seq, wall))
            }
        }
        let request = try HTTPRequest(request)
        return Task { mailbox.put(await send(request, seq: seq, limits: limits)) }
    }

    private func send(_ request: HTTPRequest, seq: UInt32, limits: Limits) async -> EventData {
        guard !Task.isCancelled else { return Self.notBegun(seq) }
        // Without its body it would ask for something else.
        guard !request.bodyWithGet || transport.canSendBodyWithGet else {
            return .failed(seq: seq, kind: FailKind.unsendable.rawValue, sent: false)
        }
        do throws(SendFailure) {
            let reply = try await transport.send(request, limits: limits)
            return .reply(
                seq: seq, reply: reply.record(upTo: limits.bodyBytes), wallMs: wall())
        } catch {
            return .failed(seq: seq, kind: error.kind.rawValue, sent: true)
        }
    }

    /// Begins to do with the token store what the engine asks for. It goes on to its end.
    func begin(_ operation: StoreOperationData, seq: UInt32, mailbox: Mailbox) {
        Task { mailbox.put(await store(operation, seq: seq)) }
    }

    private func store(_ operation: StoreOperationData, seq: UInt32) async -> EventData {
        let answer = (try? await carryOut(operation)) ?? .failed
        return .stored(seq: seq, answer: answer, wallMs: wall())
    }

    private func carryOut(_ operation: StoreOperationData) async throws -> StoreAnswerData {
        switch operation {
        case .get(let key):
            guard let entry = try await present(store).get(key) else { return .nothing }
            // The bridge traps at 2 GiB, and so long a text is none that the engine wrote.
            let bytes = try SecretBytesHandle(bytes: entry.bytes.prefix(Limits.defaultBodyBytes))
            return .found(bytes: bytes, version: entry.version)
        case .putIf(let key, let version, let bytes):
            let put = try await present(store).putIf(
                key, version: version, bytes: try bytes.expose())
            return put == .written ? .written : .conflict
        }
    }

    /// Begins to ask the account's source for a token.
    func begin(renew: Bool, seq: UInt32, mailbox: Mailbox) -> any Errand {
        Task { mailbox.put(await token(renew: renew, seq: seq)) }
    }

    private func token(renew: Bool, seq: UInt32) async -> EventData {
        guard !Task.isCancelled else { return Self.notBegun(seq) }
        do {
            let token = try await present(source)(renew)
            return .tokenGiven(seq: seq, token: try token.handle, wallMs: wall())
        } catch {
            let kind = (error as? SendFailure)?.kind ?? .transportFailed
            return .failed(seq: seq, kind: kind.rawValue, sent: true)
        }
    }

    /// Of what was called off before it was begun.
    private static func notBegun(_ seq: UInt32) -> EventData {
        .failed(seq: seq, kind: FailKind.cancelled.rawValue, sent: false)
    }
}

/// What the machine believes the time to be, in milliseconds since 1970.
@Sendable func machineTime() -> UInt64 {
    UInt64(max(0, Date().timeIntervalSince1970 * 1000))
}
