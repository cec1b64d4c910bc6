internal import CloudAgentDispositionBridge
import Foundation

/// Runs calls to their ends: the engine decides, this does what it says.
///
/// It branches on no status, no delay and no text. The mailbox tells it of the caller's cancel, in order
/// with all else; that of the task in which it runs it does not look at.
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
        try await drive(mailbox) { seed, now in
            let started = try engine.start(
                request: request, deadlineMs: deadline, isCancelled: mailbox.isCancelled,
                seedHigh: seed.high, seedLow: seed.low, nowMs: now)
            return (started.call, Turn(started.output))
        } step: { call, event, now in
            Turn(try call.step(event: event, nowMs: now))
        }
    }

    /// Asks for a campaign's dispositions, as ``run(_:deadline:mailbox:)`` runs a call.
    ///
    /// - Throws: ``InvalidInput``, too, where it can't be asked so.
    func list(
        _ campaign: String?, deadline: UInt64?, mailbox: Mailbox
    ) async throws -> DispositionListData? {
        try await drive(mailbox) { seed, now in
            let started = try engine.startList(
                campaign: campaign, deadlineMs: deadline, isCancelled: mailbox.isCancelled,
                seedHigh: seed.high, seedLow: seed.low, nowMs: now)
            switch started {
            case .started(let begun): return (begun.call, Turn(begun.turn))
            case .refused(let violations): throw refusal(violations)
            }
        } step: { call, event, now in
            Turn(try call.stepList(event: event, nowMs: now))
        }
    }

    /// Looks up dispositions by call records, as ``run(_:deadline:mailbox:)`` runs a call.
    ///
    /// - Throws: ``InvalidInput``, too, where it can't be asked so.
    func lookUp(
        _ asked: LookUpData, deadline: UInt64?, mailbox: Mailbox
    ) async throws -> [SettlementData]? {
        try await drive(mailbox) { seed, now in
            let started = try engine.startLookUp(
                asked: asked, deadlineMs: deadline, isCancelled: mailbox.isCancelled,
                seedHigh: seed.high, seedLow: seed.low, nowMs: now, wallMs: host.wall())
            switch started {
            case .started(let begun): return (begun.call, Turn(begun.turn))
            case .refused(let violations): throw refusal(violations)
            }
        } step: { call, event, now in
            Turn(try call.stepLookUp(event: event, nowMs: now))
        }
    }

    private func drive<End: Sendable>(
        _ mailbox: Mailbox,
        begin: (Seed, UInt64) throws -> (CallHandle, Turn<End>),
        step: (CallHandle, EventData, UInt64) throws -> Turn<End>
    ) async throws -> End? {
        let seed = seed()
        // Another call's step may wake this one as soon as it has begun: until its mailbox is known,
        // that one waits for the lock.
        let (call, turn, id) = try calls.withLock { calls in
            // A millisecond that has begun counts, so that no deadline is early.
            let (call, turn) = try begin(seed, clock.now() + 1)
            let id = try call.id()
            calls[id] = mailbox
            return (call, turn, id)
        }
        defer { calls.withLock { _ = $0.removeValue(forKey: id) } }
        return try? await run(from: turn, mailbox: mailbox) { event in
            let now = clock.now()
            do {
                return try step(call, event, now)
            } catch is Misuse {
                // Every answer here names a step that was handed out, so none is a misuse; a timer, which
                // never is one, keeps the call alive if that should ever be wrong.
                return try step(call, .timer, now)
            }
        }
    }

    private func run<End: Sendable>(
        from first: Turn<End>, mailbox: Mailbox, step: (EventData) throws -> Turn<End>
    ) async throws -> End {
        var turn = first
        // What is done for this call, and of no use to anybody when it has ended: a send, or the asking
        // for a token. What a token store has begun, others may wait for.
        var errand: (any Errand)?
        defer {
            errand?.cancel()
            clock.forget(mailbox)
        }
        while true {
            wake(turn.wake)
            let until: UInt64
            switch turn.next {
            case .end(let end):
                return end
            case .step(.wait(let untilMs)):
                until = untilMs
            case .step(.abort(_, let untilMs)):
                errand?.cancel()
                until = untilMs
            case .step(
                .send(let seq, let request, _, let untilMs, let connect, let total, let bytes)):
                let limits = Limits(
                    connect: .milliseconds(Int64(clamping: connect)),
                    total: .milliseconds(Int64(clamping: total)), bodyBytes: Int(bytes))
                errand = try host.begin(request, seq: seq, limits: limits, mailbox: mailbox)
                until = untilMs
            case .step(.store(let seq, let operation, let untilMs)):
                host.begin(operation, seq: seq, mailbox: mailbox)
                until = untilMs
            case .step(.token(let seq, let renew, let untilMs)):
                errand = host.begin(renew: renew, seq: seq, mailbox: mailbox)
                until = untilMs
            case .step(.done):
                throw InternalFailure()
            }
            clock.poke(mailbox, at: until)
            turn = try step(await mailbox.next())
        }
    }

    /// Tells calls that another one's step may have changed what they do next.
    func wake(_ ids: [UInt64]) {
        let woken = calls.withLock { calls in ids.compactMap { calls[$0] } }
        for mailbox in woken { mailbox.poke() }
    }
}

/// What a call does next, and which others have to look again.
struct Turn<End: Sendable>: Sendable {
    enum Next: Sendable {
        case step(StepData)
        case end(End)
    }

    let next: Next
    let wake: [UInt64]
}

extension Turn<CallResult> {
    init(_ output: OutputData) {
        wake = output.wake
        if case .done(let result) = output.step {
            next = .end(result)
        } else {
            next = .step(output.step)
        }
    }
}

extension Turn<DispositionListData> {
    init(_ turn: ListTurn) {
        switch turn {
        case .next(let output): (next, wake) = (.step(output.step), output.wake)
        case .listed(let list, let wake): (next, self.wake) = (.end(list), wake)
        }
    }
}

extension Turn<[SettlementData]> {
    init(_ turn: LookUpTurn) {
        switch turn {
        case .next(let output): (next, wake) = (.step(output.step), output.wake)
        case .settled(let settlements, let wake): (next, self.wake) = (.end(settlements), wake)
        }
    }
}

/// The 128 random bits of one call.
struct Seed: Sendable {
    var high = UInt64.random(in: .min ... .max)
    var low = UInt64.random(in: .min ... .max)
}
