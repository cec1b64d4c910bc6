internal import CloudAgentDispositionBridge

/// What happened to one call, kept until its driver takes it.
///
/// An answer is taken before a cancel that came with it, for then it is known what became of the
/// call; and a cancel before the time.
struct Mailbox: Sendable {
    private struct Contents: Sendable {
        var answers: [EventData] = []
        var cancelled = false
        var isDue = false
        var waiting: CheckedContinuation<Void, Never>?

        mutating func take() -> EventData? {
            if !answers.isEmpty { return answers.removeFirst() }
            if cancelled {
                cancelled = false
                return .cancelled
            }
            if isDue {
                isDue = false
                return .timer
            }
            return nil
        }
    }

    private let contents = Locked(Contents())

    /// An answer to a send.
    func put(_ answer: EventData) {
        change { $0.answers.append(answer) }
    }

    /// The caller no longer wants the call.
    func cancel() {
        change { $0.cancelled = true }
    }

    /// Time has passed, or another call's step may have changed this one's.
    func poke() {
        change { $0.isDue = true }
    }

    /// Whether the caller cancelled, and nobody took that yet.
    var isCancelled: Bool {
        contents.withLock { $0.cancelled }
    }

    /// What happened, as soon as something has. One task at a time may wait here.
    func next() async -> EventData {
        while true {
            if let event = contents.withLock({ $0.take() }) { return event }
            await withCheckedContinuation { continuation in
                let isEmpty = contents.withLock { contents in
                    let isEmpty =
                        contents.answers.isEmpty && !contents.cancelled && !contents.isDue
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
