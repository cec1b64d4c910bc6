// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

/// One attempt: one send, at most one request at the server.
public struct Attempt: Hashable, Sendable {
    /// What is known of its request.
    public var delivery: Delivery
    /// How it failed, where no whole reply came.
    public var kind: FailKind?
    /// The reply's HTTP status, where one came.
    public var httpStatus: Int?
    /// What the reply said, where one came.
    public var outcome: Outcome?
    /// How long it took, in whole milliseconds.
    public var duration: Duration

    /// An attempt of these.
    public init(
        delivery: Delivery,
        kind: FailKind? = nil,
        httpStatus: Int? = nil,
        outcome: Outcome? = nil,
        duration: Duration = .zero
    ) {
        self.delivery = delivery
        self.kind = kind
        self.httpStatus = httpStatus
        self.outcome = outcome
        self.duration = duration
    }
}

extension Attempt {
    init(_ record: AttemptData) throws {
        try self.init(
            delivery: code(record.delivery),
            kind: code(record.kind),
            httpStatus: record.httpStatus.map(Int.init),
            outcome: record.outcome.map(Outcome.init),
            duration: .milliseconds(record.durationMs)
        )
    }

    var record: AttemptData {
        AttemptData(
            delivery: delivery.rawValue,
            kind: kind?.rawValue,
            httpStatus: httpStatus.map(Int32.init(clamping:)),
            outcome: outcome?.rawValue,
            durationMs: UInt64(clamping: duration.wholeMilliseconds)
        )
    }
}
