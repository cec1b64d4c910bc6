import CloudAgentDispositionBridge
import Foundation
import Testing

@testable import CloudAgentDisposition

/// Calls in a time that stands still: what the driver does at a cancel, at the deadline, at a wake.
@Suite(.timeLimit(.minutes(1))) struct DriverTests {
    @Test func aCallThatIsCancelledBeforeItBeginsSendsNothing() async throws {
        let stage = try Stage()
        let gate = Once<Void>()
        let call = Task {
            await gate.value()
            return try await stage.client.setDisposition(Simulator.request)
        }
        call.cancel()
        gate.give(())

        let error = try await failure(call)
        guard case .notSent(.cancelled, let receipt) = error else {
            throw Mismatch(description: "\(error)")
        }
        #expect(receipt.effect == .notApplied && receipt.attempts.isEmpty && receipt.mayResend)
        // The transport hears of the next call first.
        let next = stage.call()
        await stage.sent.next().answer.give(.success(.queued))
        #expect(try await next.value.effect == .queued)
    }

    @Test(arguments: [false, true])
    func aCallThatIsCancelledWhileTheRequestIsOutIsUncertain(_ isStubborn: Bool) async throws {
        let stage = try Stage(isStubborn: isStubborn)
        let call = stage.call()
        let sent = await stage.sent.next()
        stage.clock.move(to: Stage.begin + 41)
        call.cancel()

        // A stubborn transport is left alone after a while.
        await sent.cancelled.value()
        if isStubborn {
            #expect(await stage.sleeps.next() == Stage.until)
            let over = Stage.begin + 41 + 250
            #expect(await stage.sleeps.next() == over)
            stage.clock.move(to: over)
        }
        let error = try await failure(call)
        guard case .uncertain(.cancelled, let receipt) = error else {
            throw Mismatch(description: "\(error)")
        }
        #expect(receipt.effect == .unknown && receipt.advice == .checkFirst)
        #expect(receipt.attempts.map(\.kind) == [.cancelled])
        #expect(receipt.attempts.map(\.delivery) == [.noReply])
        #expect(receipt.attempts.map(\.duration) == [.milliseconds(isStubborn ? 290 : 40)])
        sent.answer.give(.success(.queued))
    }

    @Test func whatHappensIsTakenInOrderAndTheTimeWhereNothingElseDid() async {
        let mailbox = Mailbox()
        mailbox.poke()
        mailbox.cancel()
        mailbox.put(.reply(seq: 1, reply: HTTPReply.queued.record))
        #expect(await mailbox.next() == .cancelled)
        guard case .reply(1, _) = await mailbox.next() else {
            Issue.record("not the reply")
            return
        }
        #expect(await mailbox.next() == .timer)
    }

    @Test func aReplyCountsAlsoWhereTheCancelCameFirst() async throws {
        let stage = try Stage(isStubborn: true)
        let call = stage.call()
        let sent = await stage.sent.next()
        call.cancel()
        await sent.cancelled.value()
        sent.answer.give(.success(.queued))
        #expect(try await call.value.effect == .queued)
    }

    @Test func aCancelAfterTheEndChangesNothing() async throws {
        let stage = try Stage()
        let call = stage.call()
        await stage.sent.next().answer.give(.success(.queued))
        let receipt = try await call.value
        call.cancel()
        #expect(try await call.value == receipt)
    }

    @Test func aTransportThatKeepsItsLimitsIsBelieved() async throws {
        let stage = try Stage()
        let call = stage.call()
        let sent = await stage.sent.next()
        #expect(sent.limits.total == .milliseconds(15_000))
        #expect(sent.limits.connect == .milliseconds(5_000))
        #expect(sent.limits.bodyBytes == Limits.defaultBodyBytes)
        sent.answer.give(.failure(SendFailure(.connectTimeout)))

        guard case .notSent(.connectTimeout, _) = try await failure(call) else {
            throw Mismatch(description: "it was not believed")
        }
    }

    @Test func aTransportIsCancelledAtTheDeadlineAndSaysWhatItKnows() async throws {
        let stage = try Stage(isStubborn: true)
        let call = stage.call()
        let sent = await stage.sent.next()
        #expect(await stage.sleeps.next() == Stage.until)
        stage.clock.move(to: Stage.until)
        await sent.cancelled.value()
        sent.answer.give(.failure(SendFailure(.connectTimeout)))

        guard case .notSent(.deadline, let receipt) = try await failure(call) else {
            throw Mismatch(description: "it was not believed")
        }
        #expect(receipt.attempts.map(\.kind) == [.deadline])
    }

    @Test func aTransportThatKeepsNoLimitIsLeftAlone() async throws {
        let stage = try Stage(isStubborn: true)
        let call = stage.call()
        let sent = await stage.sent.next()
        #expect(await stage.sleeps.next() == Stage.until)
        stage.clock.move(to: Stage.until)
        #expect(await stage.sleeps.next() == Stage.until + 250)
        stage.clock.move(to: Stage.until + 250)

        guard case .uncertain(.timeout, let receipt) = try await failure(call) else {
            throw Mismatch(description: "another end")
        }
        #expect(receipt.attempts.map(\.duration) == [.milliseconds(15_250)])
        await sent.cancelled.value()
        sent.answer.give(.success(.queued))
    }

    /// Nobody writes to these bytes, so they take no memory.
    @Test func aBodyOfAnySizeFromATransportDoesNotEndTheProcess() async throws {
        let stage = try Stage()
        let call = stage.call()
        let body = Data(count: Int(Int32.max) + 1)
        await stage.sent.next().answer.give(.success(HTTPReply(status: 503, body: body)))
        guard case .uncertain(.reply, let receipt) = try await failure(call) else {
            throw Mismatch(description: "another end")
        }
        #expect(receipt.outcome == .unavailable)
    }

    @Test func aWakeGivesTheCallItsTurn() async throws {
        let stage = try Stage()
        let call = stage.call()
        let sent = await stage.sent.next()
        #expect(await stage.sleeps.next() == Stage.until)
        // The engine of this version wakes nobody, so this one is woken by hand, whatever its id.
        stage.driver.wake(Array(0...100))
        #expect(await stage.sleeps.next() == Stage.until)
        sent.answer.give(.success(.queued))
        #expect(try await call.value.attempts.count == 1)
    }

    @Test func aClockThatWakesTooEarlyDoesNotEndTheCall() async throws {
        let stage = try Stage()
        let call = stage.call()
        let sent = await stage.sent.next()
        for _ in 0..<3 {
            _ = await stage.sleeps.next()
            stage.driver.wake(Array(0...100))
        }
        sent.answer.give(.success(.text(#"{"details": "Invalid agent", "status": "Fail"}"#)))
        guard case .refused(let receipt) = try await failure(call) else {
            throw Mismatch(description: "another end")
        }
        #expect(receipt.outcome == .invalidAgent)
    }

    @Test func theSystemsClockCountsMillisecondsFromItsMaking() async throws {
        let clock = MonotonicClock()
        let begun = ContinuousClock.now
        try await clock.sleep(until: 20)
        #expect(clock.now() >= 20)
        #expect(ContinuousClock.now - begun > .milliseconds(15))
    }

    @Test func aMomentThatNeverComesIsSleptForUntilACancel() async throws {
        let clock = MonotonicClock()
        let first = try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask {
                try await clock.sleep(until: .max)
                return "never"
            }
            group.addTask {
                try await clock.sleep(until: clock.now() + 50)
                return "soon"
            }
            let first = try await group.next()
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
            return first
        }
        #expect(first == "soon")
    }

    @Test func aLimitIsRoundedUpToWholeMilliseconds() {
        #expect(Duration.zero.limitInMilliseconds == 0)
        #expect(Duration.nanoseconds(1).limitInMilliseconds == 1)
        #expect(Duration.milliseconds(7).limitInMilliseconds == 7)
        #expect(Duration.microseconds(7_001).limitInMilliseconds == 8)
        #expect(Duration.microseconds(-1).limitInMilliseconds == 0)
        #expect(Duration.seconds(-5).limitInMilliseconds == 0)
        #expect(Duration.seconds(Int64.max).limitInMilliseconds == UInt64(Int64.max))
        #expect(Duration.seconds(Int64.min).limitInMilliseconds == 0)
    }
}
