import Foundation

@testable import CloudAgentDisposition

/// Something that a call asked of the code of its host, and that a test answers.
struct Asked<Question: Sendable, Answer: Sendable>: Sendable {
    let question: Question
    /// What it is answered with.
    let answer = Once<Result<Answer, any Error>>()
    /// Given where its task is cancelled.
    let cancelled = Once<Void>()
    /// Given when it has its answer: whether its task was cancelled by then.
    let wasCancelled = Once<Bool>()

    /// Waits for the answer, also where nobody wants it any more.
    func value() async throws -> Answer {
        defer { wasCancelled.give(Task.isCancelled) }
        return try await withTaskCancellationHandler {
            await answer.value()
        } onCancel: {
            cancelled.give(())
        }.get()
    }
}

/// A token store whose answers a test gives, one by one.
struct StagedStore: TokenStore {
    /// What it is asked to do: to put, where there are bytes, else to get.
    struct Operation: Sendable {
        let key: String
        var version: String?
        var bytes: Data?
    }

    enum Answer: Sendable {
        case entry(TokenStoreEntry?)
        case put(TokenStorePut)
    }

    let asked = Queue<Asked<Operation, Answer>>()
    /// Hears of what it is asked instead of the queue.
    var didAsk: (@Sendable (Asked<Operation, Answer>) -> Void)?

    func get(_ key: String) async throws -> TokenStoreEntry? {
        guard case .entry(let entry) = try await ask(Operation(key: key)) else {
            throw Mismatch("an entry is asked for")
        }
        return entry
    }

    func putIf(_ key: String, version: String?, bytes: Data) async throws -> TokenStorePut {
        let operation = Operation(key: key, version: version, bytes: bytes)
        guard case .put(let put) = try await ask(operation) else {
            throw Mismatch("a put is asked for")
        }
        return put
    }

    private func ask(_ operation: Operation) async throws -> Answer {
        let one = Asked<Operation, Answer>(question: operation)
        (didAsk ?? asked.put)(one)
        return try await one.value()
    }
}

/// A token source whose answers a test gives, one by one.
struct StagedSource: Sendable {
    let asked = Queue<Asked<Bool, Token>>()
    /// Hears of what it is asked instead of the queue.
    var didAsk: (@Sendable (Asked<Bool, Token>) -> Void)?

    func token(renew: Bool) async throws -> Token {
        let one = Asked<Bool, Token>(question: renew)
        (didAsk ?? asked.put)(one)
        return try await one.value()
    }
}
