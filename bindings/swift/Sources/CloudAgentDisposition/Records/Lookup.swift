// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

/// What became of a look-up that brought no list. It says nothing of any disposition.
public struct Lookup: Hashable, Sendable {
    /// What the vendor said, where a reply came.
    public var outcome: Outcome?
    /// Why no reply came, where none did.
    public var kind: ListKind?
    /// What to do about the look-up itself.
    public var advice: Advice
    /// How long to wait before looking again, in whole seconds, where the server said so, or the
    /// pace that a client keeps.
    public var retryAfter: Duration?

    /// A result of these.
    public init(
        outcome: Outcome? = nil,
        kind: ListKind? = nil,
        advice: Advice,
        retryAfter: Duration? = nil
    ) {
        self.outcome = outcome
        self.kind = kind
        self.advice = advice
        self.retryAfter = retryAfter
    }
}

extension Lookup {
    init(_ record: LookupData) throws {
        try self.init(
            outcome: record.outcome.map(Outcome.init),
            kind: code(record.kind),
            advice: code(record.advice),
            retryAfter: record.retryAfterSeconds.map { .seconds($0) }
        )
    }

    var record: LookupData {
        LookupData(
            outcome: outcome?.rawValue,
            kind: kind?.rawValue,
            advice: advice.rawValue,
            retryAfterSeconds: retryAfter.map(\.waitInSeconds)
        )
    }
}
