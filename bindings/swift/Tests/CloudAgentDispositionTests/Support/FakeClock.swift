@testable import CloudAgentDisposition

/// A time that stands still until a test moves it.
final class FakeClock: CallClock {
    private struct Sleeper: Sendable {
        let id: Int
        let until: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State: Sendable {
        var now: UInt64
        var issued = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
    }

    private let state: Locked<State>
    private let didSleep: @Sendable (UInt64) -> Void

    /// A clock that tells of every sleep the moment that it is to end at.
    init(_ now: UInt64, didSleep: @escaping @Sendable (UInt64) -> Void = { _ in }) {
        state = Locked(State(now: now))
        self.didSleep = didSleep
    }

    func now() -> UInt64 {
        state.withLock { $0.now }
    }

    /// Sets the time, also backwards, and ends no sleep: whoever does so says when a timer comes.
    func set(_ now: UInt64) {
        state.withLock { $0.now = now }
    }

    /// Moves the time, also backwards, and ends the sleeps that are over.
    func move(to now: UInt64) {
        let over = state.withLock { state in
            state.now = now
            let over = state.sleepers.filter { $0.until <= now }
            state.sleepers.removeAll { $0.until <= now }
            return over
        }
        for sleeper in over { sleeper.continuation.resume(returning: true) }
    }

    func sleep(until moment: UInt64) async throws {
        let id = state.withLock { state in
            state.issued += 1
            return state.issued
        }
        let isOver = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.cancelled.contains(id) { return false }
                    if moment <= state.now { return true }
                    state.sleepers.append(
                        Sleeper(id: id, until: moment, continuation: continuation))
                    return nil
                }
                didSleep(moment)
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(id)
                let sleeper = state.sleepers.first { $0.id == id }
                state.sleepers.removeAll { $0.id == id }
                return sleeper
            }
            sleeper?.continuation.resume(returning: false)
        }
        if !isOver { throw CancellationError() }
    }
}
