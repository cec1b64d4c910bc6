import Foundation
import Testing

@testable import CloudAgentDisposition

/// What the driver does with a token store and a token source, in a time that stands still.
@Suite(.timeLimit(.minutes(1))) struct TokenStepsTests {
    static let marker = "marker-of-a-token"

    static func token(_ secret: String = marker) -> HTTPReply {
        HTTPReply(status: 200, body: Data(#"{"token": "\#(secret)"}"#.utf8))
    }

    private static func bearer(_ sent: StagedTransport.Sent) -> String? {
        sent.request.headers.first { $0.name == "Authorization" }?.value
    }

    /// The lease, the fetch, the token, and only then the disposition; the next client uses what is there.
    @Test func aTokenIsFetchedUnderALeaseAndUsedByOthers() async throws {
        let store = StagedStore()
        let stage = try Stage(Simulator.tokenAccount, api: .postToken, tokenStore: store)
        let call = Task { await stage.client.end() }
        let get = try await store.asked.next()
        #expect(get.question.bytes == nil && get.question.key.count <= 64)
        get.answer.give(.success(.entry(nil)))
        let lease = try await store.asked.next()
        #expect(lease.question.version == nil && lease.question.key == get.question.key)
        lease.answer.give(.success(.put(.written)))
        try await stage.sent.next().answer.give(.success(Self.token()))
        let leased = TokenStoreEntry(bytes: try #require(lease.question.bytes), version: "2")
        try await store.asked.next().answer.give(.success(.entry(leased)))
        let put = try await store.asked.next()
        #expect(put.question.version == "2")
        let bytes = try #require(put.question.bytes)
        #expect(String(decoding: bytes, as: UTF8.self).contains(Self.marker))
        put.answer.give(.success(.put(.written)))
        let sent = try await stage.sent.next()
        #expect(Self.bearer(sent) == "Bearer \(Self.marker)")
        sent.answer.give(.success(.queued))
        let end = await call.value
        #expect(end.name == "done" && end.receipt.tokenRequests == 1)
        #expect(leaks(Self.marker, in: end.receipt, stage.client, sent.request) == [])

        let other = try Stage(Simulator.tokenAccount, api: .postToken, tokenStore: store)
        let next = Task { await other.client.end() }
        let kept = TokenStoreEntry(bytes: bytes, version: "3")
        try await store.asked.next().answer.give(.success(.entry(kept)))
        let reused = try await other.sent.next()
        #expect(Self.bearer(reused) == "Bearer \(Self.marker)")
        reused.answer.give(.success(.queued))
        #expect(await next.value.receipt.tokenRequests == 0)
        #expect(leaks(Self.marker, in: kept, get, lease.question.key) == [])
    }

    struct Leaking: Error, CustomStringConvertible {
        var description: String { TokenStepsTests.marker }
    }

    @Test func aStoreThatThrowsFailsTheCallAndNothingOfItIsRepeated() async throws {
        let store = StagedStore()
        let stage = try Stage(Simulator.tokenAccount, api: .postToken, tokenStore: store)
        let call = Task { await stage.client.end() }
        try await store.asked.next().answer.give(.failure(Leaking()))
        let end = await call.value
        #expect(end.name == "notSent.token_store" && end.receipt.attempts.isEmpty)
        #expect(end.receipt.advice == .fixConfiguration)
        #expect(leaks(Self.marker, in: end.error as Any, end.receipt) == [])
    }

    /// No engine wrote that: it is replaced, and crosses the bridge without a trap.
    @Test func whateverAStoreGivesIsBytes() async throws {
        let store = StagedStore()
        let stage = try Stage(Simulator.tokenAccount, api: .postToken, tokenStore: store)
        let call = Task { await stage.client.end() }
        let huge = TokenStoreEntry(bytes: Data(count: Int(Int32.max) + 1), version: "é\u{0}")
        try await store.asked.next().answer.give(.success(.entry(huge)))
        let lease = try await store.asked.next()
        #expect(lease.question.version == "é\u{0}")
        call.cancel()
        #expect(await call.value.name == "notSent.cancelled")
        lease.answer.give(.success(.put(.conflict)))
    }

    /// A step of a store is carried out, whatever becomes of its call: somebody else may wait for it.
    @Test func aStoreGoesOnWhereItsCallHasEnded() async throws {
        let store = StagedStore()
        let stage = try Stage(Simulator.tokenAccount, api: .postToken, tokenStore: store)
        let call = Task { await stage.client.end() }
        let get = try await store.asked.next()
        call.cancel()
        #expect(await call.value.name == "notSent.cancelled")
        get.answer.give(.success(.entry(nil)))
        #expect(await get.wasCancelled.value() == false)
    }

    @Test func aSourceIsAskedOnceAndAgainWhereItsTokenIsRefused() async throws {
        let source = StagedSource()
        let stage = try Stage(
            Account(customer: "globex", tokenSource: source.token), api: .postToken)
        let call = Task { await stage.client.end() }
        let first = try await source.asked.next()
        #expect(first.question == false)
        first.answer.give(.success(Token("first")))
        let refused = try await stage.sent.next()
        #expect(Self.bearer(refused) == "Bearer first")
        refused.answer.give(
            .success(
                HTTPReply(
                    status: 200,
                    body: Data(#"{"message": "token expired", "status": "Error"}"#.utf8))))
        let second = try await source.asked.next()
        #expect(second.question == true)
        second.answer.give(.success(Token(Self.marker)))
        let sent = try await stage.sent.next()
        #expect(Self.bearer(sent) == "Bearer \(Self.marker)")
        sent.answer.give(.success(.queued))
        let end = await call.value
        #expect(end.name == "done" && end.receipt.attempts.count == 2)
        #expect(end.receipt.tokenRequests == 0)
        #expect(leaks(Self.marker, in: end.receipt, stage.client.account) == [])

        // It is kept, and the next call asks nobody.
        let next = Task { await stage.client.end() }
        try await stage.sent.next().answer.give(.success(.queued))
        #expect(await next.value.name == "done")
    }

    /// With what the source throws, or gives, and the advice of the end.
    @Test(arguments: [
        (Result<Token, any Error>.failure(Leaking()), Advice.retryLater),
        (.failure(CancellationError()), .retryLater), (.failure(SendFailure(.reset)), .retryLater),
        (.failure(SendFailure(.tls)), .fixConfiguration),
        (.success(Token("")), .fixConfiguration), (.success(Token("two words")), .fixConfiguration),
    ])
    func aSourceThatGivesNoTokenEndsTheCall(
        _ given: Result<Token, any Error>, _ advice: Advice
    ) async throws {
        let source = StagedSource()
        let stage = try Stage(
            Account(customer: "globex", tokenSource: source.token), api: .postToken)
        let call = Task { await stage.client.end() }
        try await source.asked.next().answer.give(given)
        let end = await call.value
        #expect(end.name == "notSent.token_unavailable" && end.receipt.advice == advice)
        #expect(leaks(Self.marker, in: end.error as Any) == [])
        #expect(leaks("two words", in: end.error as Any) == [])
    }

    @Test func aSourceThatNobodyWaitsForIsCancelled() async throws {
        let source = StagedSource()
        let stage = try Stage(
            Account(customer: "globex", tokenSource: source.token), api: .postToken)
        let call = Task { await stage.client.end() }
        let asked = try await source.asked.next()
        call.cancel()
        #expect(await call.value.name == "notSent.cancelled")
        await asked.cancelled.value()
        asked.answer.give(.failure(CancellationError()))
    }

    /// In a client of its own settings the source is the account's, also where the rest is read from the
    /// environment.
    @Test func theEnvironmentsClientHasTheSourceOfTheAccountThatIsGiven() async throws {
        let source = StagedSource()
        let account = Account(customer: "globex", tokenSource: source.token)
        let client = try DispositionClient(
            environment: ["CLOUDAGENT_API": "post_token"], account: account,
            transport: StagedTransport { _ in })
        let call = Task { await client.end() }
        try await source.asked.next().answer.give(.failure(SendFailure(.connect)))
        #expect(await call.value.name == "notSent.token_unavailable")
    }
}
