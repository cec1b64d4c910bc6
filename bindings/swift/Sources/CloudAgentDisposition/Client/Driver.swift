internal import CloudAgentDispositionBridge
import Foundation

/// Runs calls to their ends: the engine decides, this does what it says.
///
/// It branches on no status, no delay and no text. ``run(_:deadline:mailbox:)`` must run in a task
/// that nobody cancels: the mailbox tells it of the caller's cancel, in order with all else.
struct Driver: Sendable {
    let engine: EngineHandle
    let transport: any Transport
    let clock: any CallClock
    private let seed: @Sendable () -> Seed
    private let wall: @Sendable () -> UInt64
    private let calls = Locked<[UInt64: Mailbox]>([:])

    init(
        engine: EngineHandle, transport: any Transport, clock: any CallClock,
        seed: @escaping @Sendable () -> Seed = { Seed() },
        wall: @escaping @Sendable () -> UInt64 = machineTime
    ) {
        self.engine = engine
        self.transport = transport
        self.clock = clock
        self.seed = seed
        self.wall = wall
    }

    /// Runs one call, which hears of what happens by its mailbox.
    ///
    /// - Returns: What the call ended with; `nil` where the library failed inside when it had begun.
    /// - Throws: Where it could not even begin: nothing was sent.
    func run(
        _ request: RequestData, deadline: UInt64?, mailbox: Mailbox
    ) async throws -> CallResult? {
        let seed = seed()
        // Another call's step may wake this one as soon as it has begun: until its mailbox is known,
        // that one waits for the lock.
        let (started, id) = try calls.withLock { calls in
            // A millisecond that has begun counts, so that no deadline is early.
            let started = try engine.start(
                request: request, deadlineMs: deadline, isCancelled: mailbox.isCancelled,
                seedHigh: seed.high, seedLow: seed.low, nowMs: clock.now() + 1)
            let id = try started.call.id()
            calls[id] = mailbox
            return (started, id)
        }
        defer { calls.withLock { _ = $0.removeValue(forKey: id) } }
        return try? await run(started.call, from: started.output, mailbox: mailbox)
    }

    private func run(
        _ call: CallHandle, from first: OutputData, mailbox: Mailbox
    ) async throws -> CallResult {
        var output = first
        var sending: Task<Void, Never>?
        // Whatever is still out then, nobody waits for its answer.
        defer { sending?.cancel() }
        while true {
            wake(output.wake)
            let until: UInt64
            switch output.step {
            case .done(let result):
                return result
            case .wait(let untilMs):
                until = untilMs
            case .abort(_, let untilMs):
                sending?.cancel()
                until = untilMs
            case .send(let seq, let request, _, let untilMs, let connect, let total, let bytes):
                let limits = Limits(
                    connect: .milliseconds(Int64(clamping: connect)),
                    total: .milliseconds(Int64(clamping: total)), bodyBytes: Int(bytes))
                sending = send(try HTTPRequest(request), seq: seq, limits: limits, to: mailbox)
                until = untilMs
            }
            let event = await next(from: mailbox, until: until)
            output = try step(call, event)
        }
    }

    /// What happens first: an answer, a cancel, or that moment.
    private func next(from mailbox: Mailbox, until moment: UInt64) async -> EventData {
        let clock = clock
        let alarm = Task {
            do { try await clock.sleep(until: moment) } catch { return }
            mailbox.poke()
        }
        defer { alarm.cancel() }
        return await mailbox.next()
    }

    /// Every answer here names a send that was handed out, so none is a misuse; a timer, which never
    /// is one, keeps the call alive if that should ever be wrong.
    private func step(_ call: CallHandle, _ event: EventData) throws -> OutputData {
        let now = clock.now()
        do {
            return try call.step(event: event, nowMs: now)
        } catch is Misuse {
            return try call.step(event: .timer, nowMs: now)
        }
    }

    private func send(
        _ request: HTTPRequest, seq: UInt32, limits: Limits, to mailbox: Mailbox
    ) -> Task<Void, Never> {
        let (transport, wall) = (transport, wall)
        return Task {
            guard !Task.isCancelled else {
                mailbox.put(.failed(seq: seq, kind: FailKind.cancelled.rawValue, sent: false))
                return
            }
            let answer: EventData
            do throws(SendFailure) {
                let reply = try await transport.send(request, limits: limits)
                answer = .reply(seq: seq, reply: reply.record, wallMs: wall())
            } catch {
                answer = .failed(seq: seq, kind: error.kind.rawValue, sent: true)
            }
            mailbox.put(answer)
        }
    }

    /// Tells calls that another one's step may have changed what they do next.
    func wake(_ ids: [UInt64]) {
        let woken = calls.withLock { calls in ids.compactMap { calls[$0] } }
        for mailbox in woken { mailbox.poke() }
    }
}

/// What the machine believes the time to be, in milliseconds since 1970.
@Sendable func machineTime() -> UInt64 {
    UInt64(max(0, Date().timeIntervalSince1970 * 1000))
}

/// The 128 random bits of one call.
struct Seed: Sendable {
    var high = UInt64.random(in: .min ... .max)
    var low = UInt64.random(in: .min ... .max)
}
