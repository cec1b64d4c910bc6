@testable import CloudAgentDisposition

/// Values handed from one task to another, in order.
final class Queue<Element: Sendable>: Sendable {
    private struct State: Sendable {
        var elements: [Element] = []
        var waiting: [CheckedContinuation<Element, Never>] = []
    }

    private let state = Locked(State())

    func put(_ element: Element) {
        let waiting: CheckedContinuation<Element, Never>? = state.withLock { state in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            state.elements.append(element)
            return nil
        }
        waiting?.resume(returning: element)
    }

    func next() async -> Element {
        await withCheckedContinuation { continuation in
            let element: Element? = state.withLock { state in
                if !state.elements.isEmpty { return state.elements.removeFirst() }
                state.waiting.append(continuation)
                return nil
            }
            if let element { continuation.resume(returning: element) }
        }
    }
}
