import CloudAgentDispositionBridge

@testable import CloudAgentDisposition

/// What a driver has its host do.
enum TracedErrand: Sendable {
    case send(StagedTransport.Sent)
    case store(Asked<StagedStore.Operation, StagedStore.Answer>)
    case token(Asked<Bool, Token>)

    /// Ends it, whoever still waits for it.
    func giveUp() {
        switch self {
        case .send(let sent): sent.answer.give(.failure(SendFailure(.cancelled)))
        case .store(let asked): asked.answer.give(.failure(CancellationError()))
        case .token(let asked): asked.answer.give(.failure(CancellationError()))
        }
    }
}

/// What a call ends with.
enum TracedEnd: Sendable {
    case done(CallResult)
    case listed(DispositionListData)
    case settled([SettlementData])
    /// It could not even begin.
    case invalid([Violation])
}

/// What the tasks of a call tell its trace.
final class Reporter: Sendable {
    /// The one in whose task something is done.
    @TaskLocal static var current: Reporter?

    enum Act: Sendable {
        case slept(until: UInt64)
        case ended(TracedEnd?)
    }

    let acts = Queue<Act>()
    let errands = Queue<TracedErrand>()
    private let begun = Locked<(errands: [TracedErrand], isOver: Bool)>(([], false))

    /// How many there were.
    var count: Int { begun.withLock { $0.errands.count } }

    func begin(_ errand: TracedErrand) {
        let isOver = begun.withLock { begun in
            begun.errands.append(errand)
            return begun.isOver
        }
        if isOver { errand.giveUp() } else { errands.put(errand) }
    }

    /// Ends what is out, and whatever is begun from now on.
    func giveUp() {
        let errands = begun.withLock { begun in
            begun.isOver = true
            return begun.errands
        }
        for errand in errands { errand.giveUp() }
    }
}

/// A call of a trace, as far as it has been played.
final class TracedCall {
    let mailbox = Mailbox()
    let reporter = Reporter()
    private var task: Task<Void, Never>?
    /// What it had its host do, by its numbers.
    private(set) var errands: [TracedErrand] = []
    private var answered: Set<Int> = []
    private(set) var sleeps: UInt64?
    private(set) var end: TracedEnd?

    func begin(_ run: @escaping @Sendable (Mailbox) async throws -> TracedEnd?) {
        task = Reporter.$current.withValue(reporter) {
            Task { [mailbox, reporter] in
                let end: TracedEnd?
                do {
                    end = try await run(mailbox)
                } catch {
                    end = (error as? InvalidInput).map { .invalid($0.violations) }
                }
                reporter.acts.put(.ended(end))
            }
        }
    }

    /// The errand of this number, which was begun.
    func errand(_ seq: Int) throws -> TracedErrand {
        try require(errands.indices.contains(seq - 1), "no errand has the number \(seq)")
        return errands[seq - 1]
    }

    /// The errand of this number, which is answered now.
    func answered(_ seq: Int) throws -> TracedErrand {
        try require(answered.insert(seq).inserted, "no host answers twice")
        return try errand(seq)
    }

    /// The errand of this number, which is begun next.
    func next(_ seq: Int) async throws -> TracedErrand {
        let errand = try await reporter.errands.next()
        errands.append(errand)
        try require(errands.count == seq, "another seq")
        return errand
    }

    /// What it does next is to sleep, until that moment where one is named.
    func sleeps(until expected: UInt64?) async throws {
        let isAgain = expected == nil || expected == sleeps
        guard case .slept(let until) = try await act(isAgain: isAgain) else {
            throw Mismatch("it does not wait")
        }
        try require(expected.map { $0 == until } ?? true, "it waits until \(until)")
        sleeps = until
    }

    /// What it does next is to end.
    func ended() async throws -> TracedEnd {
        guard case .ended(let end?) = try await act(isAgain: false) else {
            throw Mismatch("it goes on, or failed inside")
        }
        self.end = end
        return end
    }

    /// A wake that nothing came of has it sleep once more until the same moment, which is passed by where
    /// `isAgain` is not expected.
    private func act(isAgain: Bool) async throws -> Reporter.Act {
        while true {
            let act = try await reporter.acts.next()
            if case .slept(let until) = act, until == sleeps, !isAgain { continue }
            return act
        }
    }

    /// Whether all that was begun for it was told.
    func requireNothingElse(_ name: String) throws {
        try require(reporter.count == errands.count, "\(name) had more done than was told")
    }

    /// Calls off what is still out, so that nothing is begun and nothing waits for ever.
    func giveUp() async {
        mailbox.cancel()
        reporter.giveUp()
        await task?.value
    }
}
