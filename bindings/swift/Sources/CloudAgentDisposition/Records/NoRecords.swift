// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

/// What the reply to a request for records means where it brings no list.
///
/// It says nothing of any disposition, so it has no effect: its advice is about the look-up alone,
/// and has nothing to do with sending anything again.
public struct NoRecords: Hashable, Sendable {
    /// What the vendor said.
    public var outcome: Outcome
    /// What to do, which is about the look-up alone.
    public var advice: Advice
    /// How long to wait before asking again, in whole seconds, where the server said so.
    public var retryAfter: Duration?
    /// The vendor's status word, where it is a known one.
    public var status: String?
    /// The vendor's text, as far as a row of the table has it.
    public var details: String?
    /// Whether a row of the table of texts matched.
    public var isRecognised: Bool
    /// What happened and what to do about it: for a person.
    public var hint: String

    /// A result of these.
    public init(
        outcome: Outcome,
        advice: Advice,
        retryAfter: Duration? = nil,
        status: String? = nil,
        details: String? = nil,
        isRecognised: Bool = true,
        hint: String = ""
    ) {
        self.outcome = outcome
        self.advice = advice
        self.retryAfter = retryAfter
        self.status = status
        self.details = details
        self.isRecognised = isRecognised
        self.hint = hint
    }
}

extension NoRecords {
    init(_ record: NoRecordsData) throws {
        try self.init(
            outcome: Outcome(rawValue: record.outcome),
            advice: code(record.advice),
            retryAfter: record.retryAfterSeconds.map { .seconds($0) },
            status: record.status,
            details: record.details,
            isRecognised: record.recognised,
            hint: record.hint
        )
    }

    var record: NoRecordsData {
        NoRecordsData(
            outcome: outcome.rawValue,
            advice: advice.rawValue,
            retryAfterSeconds: retryAfter.map(\.waitInSeconds),
            status: status,
            details: details,
            recognised: isRecognised,
            hint: hint
        )
    }
}
