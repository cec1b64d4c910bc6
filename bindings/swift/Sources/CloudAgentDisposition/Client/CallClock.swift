/// The time that calls live in: whole milliseconds of a clock that never runs backwards.
protocol CallClock: Sendable {
    /// The moment, its fraction of a millisecond dropped.
    func now() -> UInt64

    /// Returns when that moment has come.
    ///
    /// - Throws: `CancellationError` where the task is cancelled first.
    func sleep(until moment: UInt64) async throws
}

/// Milliseconds since it was made, of the clock that goes on while the device sleeps: a deadline
/// that passes in an agent's pocket has passed.
struct MonotonicClock: CallClock {
    private static let day: UInt64 = 24 * 60 * 60 * 1_000

    private let origin = ContinuousClock.now

    func now() -> UInt64 {
        UInt64(clamping: (ContinuousClock.now - origin).wholeMilliseconds)
    }

    func sleep(until moment: UInt64) async throws {
        // A moment that is too far off for the system's timers would be one that has passed.
        var reached = now()
        while reached < moment {
            let next = Int64(clamping: min(moment, reached + Self.day))
            try await Task.sleep(until: origin + .milliseconds(next), clock: .continuous)
            reached = now()
        }
    }
}
