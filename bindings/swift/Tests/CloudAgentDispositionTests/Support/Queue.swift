/// Values handed from one task to another, in order. One task at a time may wait for the next.
struct Queue<Element: Sendable>: Sendable {
    private let line = AsyncStream.makeStream(of: Element.self)

    func put(_ element: Element) { line.continuation.yield(element) }

    /// - Throws: Where the test that waits was cancelled: its time is over.
    func next() async throws -> Element {
        for await value in line.stream { return value }
        throw Mismatch("waited in vain")
    }
}
