internal import CloudAgentDispositionBridge
import Foundation

/// Runs calls to their ends: the engine decides, this does what it says.
///
/// It branches on no status, no delay and no text. ``run(_:deadline:mailbox:)`` must run in a task
/// that nobody cancels: the mailbox tells it of the caller's cancel, in order with all else.
struct Driver: Sendable {
    let engine: EngineHandle
    let host: Host
    let clock: any CallClock
    private let seed: @Sendable () -> Seed
    private let calls = Locked<[UInt64: Mailbox]>([:])

    init(
        engine: EngineHandle, host: Host, clock: any CallClock,
        seed: @escaping @Sendable () -> Seed = { Seed() }
    ) {
        self.engine = engine
        self.host = host
        self.clock = clock
        self.seed = seed
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
        // What is done for this call, and of no use to anybody when it has ended: a send, or the asking for
        // a token. What a token store has begun, others may wait for.
        var errand: Task<Void, Never>?
        defer { errand?.cancel() }
        while true {
            wake(output.wake)
            let until: UInt64
            switch output.step {
            case .done(let result):
                return result
            case .wait(let untilMs):
                until = untilMs
            case .abort(_, let untilMs):
                errand?.cancel()
                until = untilMs
            case .send(let seq, let request, _, let untilMs, let connect, let total, let bytes):
                let request = try HTTPRequest(request)
                let limits = Limits(
                    connect: .milliseconds(Int64(clamping: connect)),
                    total: .milliseconds(Int64(clamping: total)), bodyBytes: Int(bytes))
                errand = begin(for: mailbox) {
                    await $0.send(request, seq: seq, limits: limits)
                }
                until = untilMs
            case .store(let seq, let operation, let untilMs):
                _ = begin(for: mailbox) { await $0.store(operation, seq: seq) }
                until = untilMs
            case .token(let seq, let renew, let untilMs):
                errand = begin(for: mailbox) { await $0.token(renew: renew, seq: seq) }
                until = untilMs
            }
            let event = await next(from: mailbox, until: until)
            output = try step(call, event)
        }
    }

    /// Has the host do something, and the call hear of it.
    func begin(
        for mailbox: Mailbox, _ errand: @escaping @Sendable (Host) async -> EventData
    ) -> Task<Void, Never> {
        Task { [host] in mailbox.put(await errand(host)) }
    }

    /// What happens first: an answer, a cancel, or that moment.
    func next(from mailbox: Mailbox, until moment: UInt64) async -> EventData {
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

    /// Tells calls that another one's step may have changed what they do next.
    func wake(_ ids: [UInt64]) {
        let woken = calls.withLock { calls in ids.compactMap { calls[$0] } }
        for mailbox in woken { mailbox.poke() }
    }
}

/// The 128 random bits of one call.
struct Seed: Sendable {
    var high = UInt64.random(in: .min ... .max)
    var low = UInt64.random(in: .min ... .max)
}
