import Foundation

/// What work that blocks returns, done on a thread of its own: Swift's concurrency has few threads, and a
/// queue would let work wait for one while its time passes.
func onThread<Value: Sendable>(
    _ name: String, _ work: @escaping @Sendable () -> Value
) async -> Value {
    let done = Once<Value>()
    let thread = Thread { done.give(work()) }
    thread.name = name
    thread.stackSize = 512 * 1_024
    thread.start()
    return await done.value()
}
