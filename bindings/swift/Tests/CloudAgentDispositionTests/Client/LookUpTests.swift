import CloudAgentDispositionTesting
import Foundation
import Testing

@testable import CloudAgentDisposition

/// Dispositions that nobody knew of, looked up in call records that a test gives.
@Suite(.timeLimit(.minutes(1))) struct LookUpTests {
    private let today: String

    init() throws {
        let day = try CloudAgent.recordDay(of: Date(), utcOffsetMinutes: 330)
        today = try #require(day)
    }

    /// A client over answers of the test's own.
    private func client(_ answers: FakeAnswer..., deadline: Duration = .seconds(15)) throws
        -> DispositionClient
    {
        try DispositionClient(
            account: Simulator.account, api: .getV2, transport: FakeTransport(answers: answers),
            deadline: deadline)
    }

    private func record(_ disposition: String?, agentID: String = "ravi") -> CallRecord {
        CallRecord(ucid: Simulator.request.ucid, agentID: agentID, disposition: disposition)
    }

    @Test func whatWasNotAppliedOrWrittenOverIsTold() async throws {
        let none = try await client(.records([record("None")]))
            .lookUp(Simulator.request, day: today)
        #expect(none.finding == .noneYet && none.effect == .unknown && none.lookAgain != nil)
        let receipt = Receipt(effect: .unknown, advice: .checkFirst, sentence: "Nobody knows.")
        let after = try CloudAgent.settleReceipt(receipt, of: Simulator.request, by: none)
        #expect(after == receipt)
        let other = try await client(.records([record("Call Back")]))
            .lookUp(Simulator.request, day: today)
        #expect(other.finding == .anotherStands && other.effect == .notApplied)
        #expect(!other.mayResend)
    }

    @Test func severalAreOneRequestAndTheNextOneWaitsItsTurn() async throws {
        let server = FakeTransport(.records([record("Sale")]))
        let client = try DispositionClient(
            account: Simulator.account, api: .getV2, transport: server)
        var another = Simulator.request
        another.ucid = "81891700000000003"
        let found = try await client.lookUpAll(
            [another, Simulator.request], day: today, from: "00:00:00")
        #expect(found.map(\.finding) == [.notFound, .stands])
        #expect(found.map(\.ucid) == [another.ucid, Simulator.request.ucid])
        let soon = try await client.lookUp(Simulator.request, day: today)
        #expect(soon.finding == .noAnswer && soon.lookup?.outcome == .rateLimited)
        let wait = try #require(soon.lookAgain)
        #expect(wait > .zero && wait <= .seconds(31))
        #expect(server.requests.count == 1)
        #expect(try await client.lookUpAll([], day: today) == [])
    }

    @Test func whatEndsALookUpIsTold() async throws {
        let limited = try await client(.reply(HTTPReply(status: 429, body: Data())))
            .lookUp(Simulator.request, day: today)
        #expect(limited.lookup?.outcome == .rateLimited && limited.lookup?.kind == nil)
        let late = try await client(.silence)
            .lookUp(Simulator.request, day: today, deadline: .milliseconds(20))
        #expect(late.lookup?.kind == .timeout)

        let silent = try client(.silence)
        let call = Task { [today] in try await silent.lookUp(Simulator.request, day: today) }
        call.cancel()
        #expect(try await call.value.lookup?.kind == .cancelled)
        silent.close()
        let closed = try await silent.lookUp(Simulator.request, day: today)
        #expect(closed.finding == .noAnswer && closed.lookup?.kind == .closed)
        for day in ["", "2026-13-01", "1999-01-01"] {
            let invalid: InvalidInput = try await thrownInTheEnd {
                try await silent.lookUp(Simulator.request, day: day)
            }
            #expect(invalid.violations.first?.field == .day)
        }
    }

    @Test func aTransportThatCantSendABodyWithGetSendsNothing() async throws {
        struct Unable: Transport {
            func send(
                _ request: HTTPRequest, limits: Limits
            ) async throws(SendFailure) -> HTTPReply {
                Issue.record("it was asked to send")
                throw SendFailure(.transportFailed)
            }
        }
        for transport in [Unable(), URLSessionTransport()] as [any Transport] {
            let client = try DispositionClient(
                account: Simulator.account, api: .getV2, transport: transport)
            let found = try await client.lookUp(Simulator.request, day: today)
            #expect(found.finding == .noAnswer && found.lookup?.kind == .unsendable)
            #expect(found.sentence.contains("server"))
        }
        let built = try CloudAgent.buildRecordRequest(
            ucid: "8189", day: today, for: Simulator.account, now: Date())
        let limits = Limits(connect: .seconds(1), total: .seconds(1))
        await #expect(throws: SendFailure(.unsendable)) {
            try await URLSessionTransport().send(built, limits: limits)
        }
    }

    @Test func onTheInternationalHostTheOffsetIsNeeded() async throws {
        func client(_ minutes: Int?) throws -> DispositionClient {
            try DispositionClient(
                account: Simulator.account, api: .getV2,
                transport: FakeTransport(.records([record("Sale")])), baseURL: .international,
                utcOffsetMinutes: minutes)
        }
        let missing = try client(nil)
        let invalid: InvalidInput = try await thrownInTheEnd {
            try await missing.lookUp(Simulator.request, day: today)
        }
        #expect(invalid.violations.map(\.field) == [.utcOffsetMinutes])
        let day = try #require(try CloudAgent.recordDay(of: Date(), utcOffsetMinutes: -300))
        let found = try await client(-300).lookUp(Simulator.request, day: day)
        #expect(found.finding == .stands)
        #expect(throws: DispositionError.self) { try client(841) }
    }
}
