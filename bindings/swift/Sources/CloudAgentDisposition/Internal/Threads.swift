import Foundation

/// Does work that blocks, at once and on a thread of its own: Swift's concurrency has few threads, and a
/// queue would let work wait for one while its time passes.
func startOnThread(_ work: @escaping @Sendable () -> Void) {
    let idle = Worker.idle.withLock { $0.popLast() }
    if let idle { idle.take(work) } else { Worker.start(with: work) }
}

/// The same, where what the work returns is waited for.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    let done = Once<Value>()
    startOnThread { done.give(work()) }
    return await done.value()
}

/// A thread. When it is done it waits a second for more: one call often follows another, and to make a
/// thread and end it costs more than to wake one.
private final class Worker: Sendable {
    typealias Work = @Sendable () -> Void

    /// Those that wait for work, the last one to have had some last.
    static let idle = Locked<[Worker]>([])

    private let next: Locked<Work?>
    private let isCalled = DispatchSemaphore(value: 0)

    static func start(with work: @escaping Work) {
        let worker = Worker(work)
        let thread = Thread { worker.run() }
        thread.name = "cloudagent"
        thread.stackSize = 512 * 1_024
        thread.start()
    }

    private init(_ work: @escaping Work) { next = Locked(work) }

    func take(_ work: @escaping Work) {
        next.withLock { $0 = work }
        isCalled.signal()
    }

    private func run() {
        repeat {
            let work = next.withLock { next in
                defer { next = nil }
                return next
            }
            work?()
        } while isWanted()
    }

    /// Whether there is more work before its time is over.
    private func isWanted() -> Bool {
        Self.idle.withLock { $0.append(self) }
        if isCalled.wait(timeout: .now() + 1) == .success { return true }
        let isIdle = Self.idle.withLock { idle in
            guard let place = idle.firstIndex(where: { $0 === self }) else { return false }
            idle.remove(at: place)
            return true
        }
        // Where it stands there no more, somebody has work for it, and is about to call.
        if !isIdle { isCalled.wait() }
        return !isIdle
    }
}
