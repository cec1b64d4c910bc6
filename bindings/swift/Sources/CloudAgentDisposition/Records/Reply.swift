// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

/// What one HTTP reply meant.
///
/// Its texts are the vendor's own words: where the vendor repeats what was sent, they hold it. A
/// ``Receipt``'s texts are scrubbed, since a client knows what must not be repeated.
public struct Reply: Hashable, Sendable {
    /// What the vendor said.
    public var outcome: Outcome
    /// What happened to the disposition.
    public var effect: Effect
    /// What to do next.
    public var advice: Advice
    /// The call's unique id as the vendor repeats it.
    public var ucid: String?
    /// The did as the vendor repeats it.
    public var did: String?
    /// The action as the vendor repeats it.
    public var action: String?
    /// How long to wait, in whole seconds, at most 24 hours.
    public var retryAfter: Duration?
    /// The vendor's status word, for logs: unfolded, control characters made spaces, cut at 256
    /// characters.
    public var status: String?
    /// The vendor's text, for logs, treated likewise.
    public var details: String?
    /// Whether a row of the table of texts matched: the vendor's words are known.
    public var isRecognised: Bool
    /// What happened and what to do, for a person.
    public var hint: String

    /// A reply of these.
    public init(
        outcome: Outcome,
        effect: Effect,
        advice: Advice,
        ucid: String? = nil,
        did: String? = nil,
        action: String? = nil,
        retryAfter: Duration? = nil,
        status: String? = nil,
        details: String? = nil,
        isRecognised: Bool = true,
        hint: String = ""
    ) {
        self.outcome = outcome
        self.effect = effect
        self.advice = advice
        self.ucid = ucid
        self.did = did
        self.action = action
        self.retryAfter = retryAfter
        self.status = status
        self.details = details
        self.isRecognised = isRecognised
        self.hint = hint
    }
}

extension Reply {
    init(_ record: ReplyData) throws {
        try self.init(
            outcome: Outcome(rawValue: record.outcome),
            effect: code(record.effect),
            advice: code(record.advice),
            ucid: record.ucid,
            did: record.did,
            action: record.action,
            retryAfter: record.retryAfterSeconds.map { .seconds($0) },
            status: record.status,
            details: record.details,
            isRecognised: record.recognised,
            hint: record.hint
        )
    }

    /// The same record as its bytes: its fields in their order.
    init(reading answer: inout Answer) throws {
        try self.init(
            outcome: Outcome(rawValue: answer.text()),
            effect: code(answer.text()),
            advice: code(answer.text()),
            ucid: answer.optional { try $0.text() },
            did: answer.optional { try $0.text() },
            action: answer.optional { try $0.text() },
            retryAfter: answer.optional { .seconds(try $0.number()) },
            status: answer.optional { try $0.text() },
            details: answer.optional { try $0.text() },
            isRecognised: answer.flag(),
            hint: answer.text()
        )
    }
}
