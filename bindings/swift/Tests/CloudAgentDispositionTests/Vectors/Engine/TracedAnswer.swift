import CloudAgentDispositionBridge
import Foundation

@testable import CloudAgentDisposition

/// What the host of a trace answers to an errand.
enum TracedAnswer {
    case reply(HTTPReply)
    case failed(FailKind, sent: Bool)
    /// What the store does, or answers without doing anything.
    case stored(TracedStore.Instead?)
    case token(Token)

    init(_ event: Object) throws {
        switch try event.get("event") as String {
        case "reply":
            try known(
                event, "event", "call", "seq", "status", "retry_after", "date", "body", "wall")
            self = .reply(
                HTTPReply(
                    status: try event.get("status"),
                    body: Data((try event.get("body") as String).utf8),
                    retryAfter: try event.get("retry_after"), date: try event.get("date")))
        case "failed":
            try known(event, "event", "call", "seq", "kind", "sent")
            self = .failed(try event.get("kind"), sent: try event.get("sent") ?? true)
        case "stored":
            try known(event, "event", "call", "seq", "answer", "wall")
            self = .stored(try event.get("answer"))
        case "token_given":
            try known(event, "event", "call", "seq", "token", "wall")
            self = .token(Token(try event.get("token")))
        case let kind: throw Mismatch("unknown event \(kind)")
        }
    }

    /// Answers the errand, unless it is of another sort.
    func give(to errand: TracedErrand, store: inout TracedStore) throws -> Bool {
        switch (self, errand) {
        case (.reply(let reply), .send(let sent)):
            sent.answer.give(.success(reply))
        case (.failed(let kind, _), .send(let sent)):
            sent.answer.give(.failure(SendFailure(kind)))
        case (.failed(let kind, _), .token(let asked)):
            asked.answer.give(.failure(SendFailure(kind)))
        case (.stored(let instead), .store(let asked)):
            asked.answer.give(try store.answer(to: asked.question, instead: instead))
        case (.token(let token), .token(let asked)):
            asked.answer.give(.success(token))
        default:
            return false
        }
        return true
    }

    /// The same, told past the host.
    func event(_ seq: UInt32) throws -> EventData {
        switch self {
        case .reply(let reply): .reply(seq: seq, reply: reply.record, wallMs: 0)
        case .failed(let kind, let sent): .failed(seq: seq, kind: kind.rawValue, sent: sent)
        case .stored: .stored(seq: seq, answer: .nothing, wallMs: 0)
        case .token(let token): .tokenGiven(seq: seq, token: try token.handle, wallMs: 0)
        }
    }
}

/// The store that the engines of a trace share: it keeps bytes, and knows no rule.
struct TracedStore {
    /// What a store answers that does nothing.
    enum Instead: String, Decodable {
        case conflict
        case failed
    }

    private var kept: Data?
    private var writings = 0
    private var key: String?

    /// One that holds this record; a text stands for its bytes.
    init(holding record: JSONValue?) throws {
        switch record {
        case nil: kept = nil
        case .text(let text): kept = Data(text.utf8)
        case let record: kept = try JSONEncoder().encode(record)
        }
    }

    mutating func answer(
        to operation: StagedStore.Operation, instead: Instead?
    ) throws -> Result<StagedStore.Answer, any Error> {
        try require(key ?? operation.key == operation.key, "another key")
        key = operation.key
        let version = kept.map { _ in String(writings) }
        switch (instead, operation.bytes) {
        case (.failed, _): return .failure(TokenStoreFailure())
        case (.conflict, nil): throw Mismatch("a get has no conflict")
        case (.conflict, _): return .success(.put(.conflict))
        case (nil, nil):
            return .success(
                .entry(kept.map { TokenStoreEntry(bytes: $0, version: version ?? "") }))
        case (nil, let bytes):
            guard operation.version == version else { return .success(.put(.conflict)) }
            kept = bytes
            writings += 1
            return .success(.put(.written))
        }
    }
}
