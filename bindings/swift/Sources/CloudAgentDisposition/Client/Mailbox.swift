internal import CloudAgentDispositionBridge

/// What happened to one call, in order, kept until its driver takes it. That time has passed is told
/// where nothing else has happened.
final class Mailbox: Sendable {
    private struct Contents: Sendable {
        var events: [EventData] = []
        var isDue = false
        var waiting: CheckedContinuation<Void, Never>?

        mutating func take() -> EventData? {
            if !events.isEmpty { return events.removeFirst() }
            defer { isDue = false }
            return isDue ? .timer : nil
        }
    }

    private let contents = Locked(Contents())

    /// An answer to a step.
    func put(_ answer: EventData) { change { $0.events.append(answer) } }

    /// The caller no longer wants the call.
    func cancel() { put(.cancelled) }

    /// Time has passed, or another call's step may have changed this one's.
    func poke() { change { $0.isDue = true } }

    /// Whether the caller cancelled, and nobody took that yet.
    var isCancelled: Bool {
        contents.withLock { contents in
            contents.events.contains { if case .cancelled = $0 { true } else { false } }
        }
    }

    /// What happened, as soon as something has. One task at a time may wait here.
    func next() async -> EventData {
        while true {
            if let event = contents.withLock({ $0.take() }) { return event }
            await withCheckedContinuation { continuation in
                let isEmpty = contents.withLock { contents in
                    let isEmpty = contents.events.isEmpty && !contents.isDue
                    if isEmpty { contents.waiting = continuation }
                    return isEmpty
                }
                if !isEmpty { continuation.resume() }
            }
        }
    }

    private func change(_ body: (inout Contents) -> Void) {
        let waiting = contents.withLock { contents in
            body(&contents)
            defer { contents.waiting = nil }
            return contents.waiting
        }
        waiting?.resume()
    }
}

extension Mailbox: Hashable {
    static func == (one: Mailbox, other: Mailbox) -> Bool { one === other }

    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
