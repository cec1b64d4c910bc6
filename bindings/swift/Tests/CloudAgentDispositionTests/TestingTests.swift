import CloudAgentDispositionTesting
import Foundation
import Testing

@testable import CloudAgentDisposition

/// What users test their own code with.
@Suite(.timeLimit(.minutes(1))) struct TestingTests {
    private static func client(
        _ transport: any Transport, _ api: Api = .getV2, deadline: Duration = .seconds(15)
    ) throws -> DispositionClient {
        try DispositionClient(
            account: Simulator.account, api: api, transport: transport, deadline: deadline)
    }

    private static let saidOfADisposition = Outcome.allCases.filter { $0 != .noneFound }

    @Test(arguments: saidOfADisposition)
    func everyOutcomeCanBeSaid(_ outcome: Outcome) async throws {
        let reply = try #require(HTTPReply(saying: outcome, retryAfter: .seconds(3)))
        #expect(reply.retryAfter == "3")
        for api in Api.allCases {
            #expect(try CloudAgent.classify(reply, api: api).outcome == outcome)
        }
        let receipt = await sampleEnd(.saying(outcome)).receipt
        #expect(receipt.outcome == outcome && receipt.attempts.count == 1)
        #expect(!receipt.sentence.isEmpty)
    }

    @Test func whatNoReplySaysIsToldAsUnsendable() async {
        #expect(HTTPReply(saying: .noneFound) == nil)
        #expect(HTTPReply(saying: Outcome(rawValue: "praised")) == nil)
        for outcome in [Outcome.noneFound, Outcome(rawValue: "praised")] {
            let end = await sampleEnd(.saying(outcome))
            guard case .failure(.notSent(.unsendable, _)) = end else {
                Issue.record("it ends as \(end)")
                continue
            }
        }
    }

    @Test func answersComeInOrderAndTheLastAgainAndAgain() async throws {
        let server = FakeTransport(
            .saying(.rateLimited), .failing(.reset), .reply(.queued), .saying(.alreadyDisposed))
        let client = try Self.client(server)
        var ends: [String] = []
        for _ in 0..<5 { ends.append(await client.end().name) }
        #expect(ends == ["refused", "uncertain.reset", "done", "refused", "refused"])
        #expect(server.requests.count == 5 && server.tokenRequests == 0)
        let built = try client.buildRequest(Simulator.request)
        #expect(server.requests.first == built)
        #expect(leaks(Simulator.key, in: server, server.requests) == [])
        // Without an answer all is well.
        let good = try Self.client(FakeTransport())
        #expect(await good.end().receipt.outcome == .saved)
    }

    @Test func aLookUpGetsTheRecordsThatATestSays() async throws {
        let record = CallRecord(
            ucid: Simulator.request.ucid, agentID: "ravi", disposition: "Sale",
            comments: #"said "yes" / é"#)
        let day = try #require(try CloudAgent.recordDay(of: Date(), utcOffsetMinutes: 330))
        let recorder = RecordingTransport(
            over: FakeTransport(.failing(.reset), .records([CallRecord(ucid: "1"), record])))
        let client = try Self.client(recorder)
        #expect(await client.end().receipt.effect == .unknown)
        let found = try await client.lookUp(Simulator.request, day: day)
        #expect(found.finding == .stands && found.record == record)
        #expect(recorder.exchanges.map(\.request.bodyWithGet) == [false, true])
        #expect(recorder.exchanges.last?.limits.bodyBytes == 8 << 20)
    }

    @Test func aRetryPolicyIsSeenAtWork() async throws {
        let answers: [FakeAnswer] = [.saying(.rateLimited, retryAfter: .zero), .saying(.queued)]
        let server = FakeTransport(answers: answers)
        let receipt = try await Self.client(server).end().receipt
        #expect(receipt.attempts.count == 2 && receipt.effect == .queued)
    }

    @Test func aTokenIsMadeForWhoAsks() async throws {
        let server = FakeTransport(.saying(.tokenExpired), .saying(.queued))
        let end = try await Self.client(server, .postToken).end()
        #expect(end.name == "done" && end.receipt.tokenRequests == 2)
        #expect(server.tokenRequests == 2 && server.requests.count == 2)
        let bearers = server.requests.flatMap(\.headers).filter { $0.name == "Authorization" }
        #expect(Set(bearers.map(\.value)) == ["Bearer \(FakeTransport.token)"])
    }

    @Test func silenceLastsUntilTheCallGivesUp() async throws {
        let late = try Self.client(FakeTransport(.silence), deadline: .milliseconds(20))
        #expect(await late.end().name == "uncertain.timeout")
        let client = try Self.client(FakeTransport(.silence))
        let call = Task { await client.end() }
        call.cancel()
        #expect(["uncertain.cancelled", "notSent.cancelled"].contains(await call.value.name))
    }

    @Test func aRecorderKeepsWhatCame() async throws {
        let recorder = RecordingTransport(
            over: FakeTransport(.saying(.saved), .failing(.connect)))
        let client = try DispositionClient(
            account: Simulator.account, api: .getV2, transport: recorder, retry: .none)
        #expect(await client.end().name == "done")
        #expect(await client.end().name == "notSent.connect")
        let kept = recorder.exchanges
        let first = try kept[0].result.get()
        #expect(kept.count == 2 && first.status == 200)
        #expect(throws: SendFailure(.connect)) { try kept[1].result.get() }
        #expect(kept[0].limits.connect == .seconds(5))
        #expect(leaks(Simulator.key, in: kept, recorder) == [])
    }
}

extension Result<Receipt, DispositionError> {
    fileprivate var receipt: Receipt {
        switch self {
        case .success(let receipt): receipt
        case .failure(let error): error.receipt
        }
    }
}
