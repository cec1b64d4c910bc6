import Foundation

/// A thread that blocks until an operation has ended, and runs the operation's jobs meanwhile.
///
/// So the operation needs no thread of Swift's cooperative pool, whose threads may all be blocked
/// like this one. Child tasks and default actors follow by themselves; a task of its own is begun
/// with `Task.alongside`.
///
/// `@unchecked` because the compiler can't see that every access to the jobs is under the lock.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
private final class WaitingThread: TaskExecutor, @unchecked Sendable {
    private let changed = NSCondition()
    private var jobs: [UnownedJob] = []
    private var isOver = false

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // A job that has begun elsewhere may end the task that keeps this object: nothing of it is
        // touched after that.
        if !take(job) { runElsewhere(job) }
    }

    private func take(_ job: UnownedJob) -> Bool {
        changed.lock()
        defer { changed.unlock() }
        if isOver { return false }
        jobs.append(job)
        changed.signal()
        return true
    }

    /// Runs what comes, until `end` is called.
    func wait() {
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Lets the thread go. What is still to do is done elsewhere.
    func end() {
        changed.lock()
        defer { changed.unlock() }
        isOver = true
        for job in jobs { runElsewhere(job) }
        jobs = []
        changed.signal()
    }

    private func next() -> UnownedJob? {
        changed.lock()
        defer { changed.unlock() }
        while jobs.isEmpty && !isOver { changed.wait() }
        return isOver ? nil : jobs.removeFirst()
    }

    /// A transport may go on after its call was given up; not in the cooperative pool, which may be
    /// blocked still.
    private func runElsewhere(_ job: UnownedJob) {
        DispatchQueue.global().async { [self] in
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}

/// The thread that waits for what the current task does, where one does. Its type stands without the
/// protocol that it has, which older systems lack.
private enum Waiting {
    @TaskLocal static var thread: (any Executor)?
}

/// Blocks the thread until an operation has ended.
func blocking<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) -> Value {
    let ended = Locked<Value?>(nil)
    if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) {
        let thread = WaitingThread()
        Task.detached(executorPreference: thread) {
            let value = await Waiting.$thread.withValue(thread, operation: operation)
            ended.withLock { $0 = value }
            thread.end()
        }
        thread.wait()
    } else {
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            let value = await operation()
            ended.withLock { $0 = value }
            done.signal()
        }
        done.wait()
    }
    guard let value = ended.withLock({ $0 }) else { preconditionFailure("it has not ended") }
    return value
}

extension Task where Failure == Never {
    /// A task of its own, which runs where the current one does: on the thread that waits for it,
    /// where one does.
    static func alongside(_ operation: @escaping @Sendable () async -> Success) -> Task {
        if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *),
            let thread = Waiting.thread as? WaitingThread
        {
            return Task(executorPreference: thread, operation: operation)
        }
        return Task(operation: operation)
    }
}
