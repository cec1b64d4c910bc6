@testable import CloudAgentDisposition

/// Values handed from one task to another, in order.
final class Queue<Element: Sendable>: Sendable {
    private let open = Locked((given: [Once<Element>](), awaited: [Once<Element>]()))

    func put(_ element: Element) {
        place(in: \.given, unlessIn: \.awaited).give(element)
    }

    func next() async -> Element {
        await place(in: \.awaited, unlessIn: \.given).value()
    }

    private typealias Places = WritableKeyPath<
        (given: [Once<Element>], awaited: [Once<Element>]), [Once<Element>]
    >

    private func place(in own: Places, unlessIn others: Places) -> Once<Element> {
        open.withLock { open in
            if !open[keyPath: others].isEmpty { return open[keyPath: others].removeFirst() }
            let place = Once<Element>()
            open[keyPath: own].append(place)
            return place
        }
    }
}
