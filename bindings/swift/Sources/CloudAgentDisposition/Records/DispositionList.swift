// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

/// What came of asking for a campaign's dispositions.
///
/// It says nothing of any call: whoever asks again can do no harm. It holds no text of the server's
/// but the list.
public struct DispositionList: Hashable, Sendable {
    /// The dispositions, as the server spells them; none where no list came. An empty list is one.
    public var dispositions: [String]?
    /// What the vendor said instead of a list, where a reply came.
    public var outcome: Outcome?
    /// Why no reply came, where none did.
    public var kind: ListKind?
    /// What to do: it is about this question alone.
    public var advice: Advice
    /// The reply's HTTP status, where one came.
    public var httpStatus: Int?
    /// How long to wait before asking again, in whole seconds, where the server said so.
    public var retryAfter: Duration?
    /// What came of it and what to do, for a person: the same in every language.
    public var sentence: String

    /// A result of these.
    public init(
        dispositions: [String]? = nil,
        outcome: Outcome? = nil,
        kind: ListKind? = nil,
        advice: Advice = .nothing,
        httpStatus: Int? = nil,
        retryAfter: Duration? = nil,
        sentence: String = ""
    ) {
        self.dispositions = dispositions
        self.outcome = outcome
        self.kind = kind
        self.advice = advice
        self.httpStatus = httpStatus
        self.retryAfter = retryAfter
        self.sentence = sentence
    }
}

extension DispositionList {
    init(_ record: DispositionListData) throws {
        try self.init(
            dispositions: record.dispositions,
            outcome: record.outcome.map(Outcome.init),
            kind: code(record.kind),
            advice: code(record.advice),
            httpStatus: record.httpStatus.map(Int.init),
            retryAfter: record.retryAfterSeconds.map { .seconds($0) },
            sentence: record.sentence
        )
    }
}
