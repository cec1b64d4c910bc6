import Foundation

/// A value that one thread at a time reads or changes.
///
/// `@unchecked` because the compiler can't see that every access to the value is under the lock: it
/// is private, and ``withLock(_:)`` is the only way to it. (`Synchronization.Mutex` would say the
/// same, from macOS 15 and iOS 18 on.)
package final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    package init(_ value: Value) {
        self.value = value
    }

    /// Runs `body`, which must be short: nothing may wait in there, nor call a caller's code.
    package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
