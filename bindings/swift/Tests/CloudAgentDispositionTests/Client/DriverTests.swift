import CloudAgentDispositionBridge
import Foundation
import Testing

@testable import CloudAgentDisposition

/// The client and its driver, in a time that stands still: what no trace of the vectors shows.
@Suite(.timeLimit(.minutes(1))) struct DriverTests {
    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(86_401), .seconds(Int64.max)])
    func aLimitThatCanNotBeUsedIsRefused(_ limit: Duration) throws {
        for (deadline, connect) in [(limit, Duration.seconds(5)), (.seconds(15), limit)] {
            let error: DispositionError = try thrown {
                try DispositionClient(
                    account: Simulator.account, api: .getV2, deadline: deadline,
                    connectTimeout: connect)
            }
            #expect(error.violations.map(\.field) == [.deadline] && error.effect == .notApplied)
        }
    }

    @Test func whatIsRefusedIsNotSent() async throws {
        let client = try Stage().client
        let wrong = DispositionRequest(ucid: "1")
        let violations = try client.validate(wrong)
        #expect(await client.end(wrong).error?.violations == violations)
        for deadline in [Duration.zero, .seconds(-1)] {
            #expect(await client.end(deadline: deadline).name == "notSent.deadline")
        }
    }

    @Test func aClosedClientSendsNothingAndACallInFlightGoesOn() async throws {
        let stage = try Stage()
        let inFlight = Task { await stage.client.end() }
        let sent = try await stage.sent.next()
        stage.client.close()
        stage.client.close()
        let late = await stage.client.end()
        #expect(late.name == "notSent.closed" && late.receipt.advice == .doNotRetry)
        #expect(late.receipt.attempts.isEmpty && late.receipt.requestID.count == 32)
        sent.answer.give(.success(.queued))
        #expect(await inFlight.value.receipt.outcome == .queued)
    }

    @Test func whatItBuildsIsWhatItSends() async throws {
        let stage = try Stage()
        let built = try stage.client.buildRequest(Simulator.request)
        let call = Task { await stage.client.end() }
        let sent = try await stage.sent.next()
        #expect(sent.request == built)
        sent.answer.give(.success(.queued))
        #expect(await call.value.name == "done")
    }

    @Test func whatTheEnvironmentDoesNotSayIsGiven() throws {
        let environment = [
            "CLOUDAGENT_CUSTOMER": "acme", "CLOUDAGENT_API_KEY": Simulator.key,
            "CLOUDAGENT_BASE_URL": "http://\(Simulator.key).invalid", "PATH": "/",
        ]
        let client = try DispositionClient(
            environment: environment, api: .getV3, baseURL: .international)
        #expect(client.api == .getV3 && client.baseURL == .international)
        #expect(client.account.customer == "acme")
        #expect(leaks(Simulator.key, in: client, client.account) == [])
        let error: InvalidInput = try thrown { try DispositionClient(environment: environment) }
        #expect(error.violations.map(\.field) == [.baseURL, .api])
        #expect(leaks(Simulator.key, in: error) == [])
        let wrong: DispositionError = try thrown {
            try DispositionClient(
                environment: [:], account: Simulator.account, api: .getV2, deadline: .zero)
        }
        #expect(wrong.violations.map(\.field) == [.deadline])
    }

    @Test func itPrintsNoSecret() throws {
        let client = try Stage().client
        let expected = "DispositionClient(Account(\"acme\", [redacted]), get_v2, \(BaseURL.india))"
        #expect("\(client)" == expected)
        #expect(leaks(Simulator.key, in: client) == [])
    }

    @Test func aCallThatIsCancelledBeforeItBeginsSendsNothing() async throws {
        let stage = try Stage()
        let gate = Once<Void>()
        let call = Task {
            await gate.value()
            return await stage.client.end()
        }
        call.cancel()
        gate.give(())
        let end = await call.value
        #expect(end.name == "notSent.cancelled")
        #expect(end.receipt.attempts.isEmpty && end.receipt.mayResend)
        // The transport hears of the next call first.
        let next = Task { await stage.client.end() }
        try await stage.sent.next().answer.give(.success(.queued))
        #expect(await next.value.receipt.effect == .queued)
    }

    @Test func whatHappensIsTakenInOrderAndTheTimeWhereNothingElseDid() async {
        let mailbox = Mailbox()
        let reply = EventData.reply(seq: 1, reply: HTTPReply.queued.record, wallMs: 0)
        mailbox.poke()
        mailbox.cancel()
        mailbox.put(reply)
        for expected in [EventData.cancelled, reply, .timer] {
            #expect("\(await mailbox.next())" == "\(expected)")
        }
    }

    /// Nobody writes to these bytes, so they take no memory.
    @Test func aBodyOfAnySizeFromATransportDoesNotEndTheProcess() async throws {
        let stage = try Stage()
        let call = Task { await stage.client.end() }
        let body = Data(count: Int(Int32.max) + 1)
        try await stage.sent.next().answer.give(.success(HTTPReply(status: 503, body: body)))
        #expect(await call.value.name == "uncertain.reply")
        #expect(await call.value.receipt.outcome == .unavailable)
    }

    /// The engine of this version wakes nobody, so this one is woken by hand, whatever its id. Nothing
    /// has changed then, and it sleeps again.
    @Test func aWakeGivesTheCallItsTurn() async throws {
        let stage = try Stage()
        let call = Task { await stage.client.end() }
        let sent = try await stage.sent.next()
        for _ in 0..<3 {
            #expect(try await stage.sleeps.next() == 1_000 + 1 + 15_000)
            stage.driver.wake(Array(0...100))
        }
        sent.answer.give(.success(.queued))
        #expect(await call.value.receipt.attempts.count == 1)
    }

    /// Whichever is named first, and those that are named anew or taken back.
    @Test func theSystemsClockPokesEachAtItsMoment() async throws {
        let clock = MonotonicClock()
        let begun = ContinuousClock.now
        let (never, late, early, gone) = (Mailbox(), Mailbox(), Mailbox(), Mailbox())
        for (mailbox, moment) in [(never, UInt64.max), (gone, 30), (late, 10), (early, 20)] {
            clock.poke(mailbox, at: moment)
        }
        clock.poke(late, at: 40)
        clock.forget(gone)
        let silent = [never, gone].map { mailbox in Task { await mailbox.next() } }
        for (mailbox, moment) in [(early, 20), (late, 40)] {
            #expect("\(await mailbox.next())" == "\(EventData.timer)")
            let passed = (ContinuousClock.now - begun).wholeMilliseconds
            #expect(clock.now() >= moment && passed >= moment - 1)
        }
        for mailbox in [never, gone] { mailbox.cancel() }
        for told in silent { #expect("\(await told.value)" == "\(EventData.cancelled)") }
    }

    @Test(arguments: [
        (Duration.zero, UInt64(0)), (.nanoseconds(1), 1), (.milliseconds(7), 7),
        (.microseconds(7_001), 8), (.microseconds(-1), 0), (.seconds(-5), 0),
        (.seconds(Int64.max), UInt64(Int64.max)), (.seconds(Int64.min), 0),
    ])
    func aLimitIsRoundedUpToWholeMilliseconds(_ limit: Duration, _ expected: UInt64) {
        #expect(limit.limitInMilliseconds == expected)
    }
}
