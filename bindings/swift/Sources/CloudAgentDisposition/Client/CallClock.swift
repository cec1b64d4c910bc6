/// The time that calls live in: whole milliseconds of a clock that never runs backwards.
protocol CallClock: Sendable {
    /// The moment, its fraction of a millisecond dropped.
    func now() -> UInt64

    /// Pokes a mailbox when that moment has come, and no longer at one that was named for it before.
    func poke(_ mailbox: Mailbox, at moment: UInt64)

    /// Pokes it no more.
    func forget(_ mailbox: Mailbox)
}

/// Milliseconds since it was made, of the clock that goes on while the device sleeps: a deadline
/// that passes in an agent's pocket has passed.
///
/// One task sleeps for all calls, until the earliest of their moments. Nearly every call has ended long
/// before its own, and a call that begins while others go on, or soon after them, starts no timer.
final class MonotonicClock: CallClock {
    private static let day: UInt64 = 24 * 60 * 60 * 1_000

    fileprivate struct Alarms: Sendable {
        var moments: [Mailbox: UInt64] = [:]
        var sleeper: Task<Void, Never>?
        /// When the sleeper wakes.
        var wakes = UInt64.max
    }

    private let origin = ContinuousClock.now
    private let alarms = Locked(Alarms())

    deinit {
        alarms.withLock { $0.sleeper?.cancel() }
    }

    func now() -> UInt64 { Self.time(since: origin) }

    func poke(_ mailbox: Mailbox, at moment: UInt64) {
        alarms.withLock { alarms in
            alarms.moments[mailbox] = moment
            guard moment < alarms.wakes else { return }
            alarms.sleeper?.cancel()
            alarms.wakes = moment
            // It holds the alarms and not the clock, whose end is its own.
            let (all, origin) = (self.alarms, origin)
            alarms.sleeper = Task { await Self.sleep(for: all, since: origin) }
        }
    }

    func forget(_ mailbox: Mailbox) {
        alarms.withLock { _ = $0.moments.removeValue(forKey: mailbox) }
    }

    private static func time(since origin: ContinuousClock.Instant) -> UInt64 {
        UInt64(clamping: (ContinuousClock.now - origin).wholeMilliseconds)
    }

    /// Sleeps from one moment to the next, until there is none.
    private static func sleep(
        for alarms: Locked<Alarms>, since origin: ContinuousClock.Instant
    ) async {
        while let moment = alarms.withLock({ $0.next() }) {
            // A moment that is too far off for the system's timers would be one that has passed.
            let next = Int64(clamping: min(moment, time(since: origin) + day))
            let wakes = origin + .milliseconds(next)
            guard (try? await Task.sleep(until: wakes, clock: .continuous)) != nil else { return }
            let reached = time(since: origin)
            for mailbox in alarms.withLock({ $0.due(at: reached) }) { mailbox.poke() }
        }
    }
}

extension MonotonicClock.Alarms {
    /// What the sleeper sleeps until, unless another one has taken its place.
    mutating func next() -> UInt64? {
        guard !Task.isCancelled else { return nil }
        wakes = moments.values.min() ?? .max
        if moments.isEmpty { sleeper = nil }
        return moments.isEmpty ? nil : wakes
    }

    /// Whose moment has come.
    mutating func due(at moment: UInt64) -> [Mailbox] {
        let due = moments.filter { $0.value <= moment }.map(\.key)
        for mailbox in due { moments[mailbox] = nil }
        return due
    }
}
