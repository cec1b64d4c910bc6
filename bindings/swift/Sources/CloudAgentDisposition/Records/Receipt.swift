// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

/// What became of one logical call: every success is one, and every ``DispositionError`` has one.
///
/// A secret or the comment, raw or percent-encoded, is cut out of every text in it. It is safe to
/// log and to store.
public struct Receipt: Hashable, Sendable {
    /// What happened to the disposition.
    public var effect: Effect
    /// What to do next.
    public var advice: Advice
    /// Whether the same request may be sent again (after a wait): it was not applied, and sending
    /// again can help. The one field that a job queue's retry rule needs.
    public var mayResend: Bool
    /// How long to wait before that, in whole seconds, where the vendor said so.
    public var retryAfter: Duration?
    /// What the vendor said, where a reply came.
    public var outcome: Outcome?
    /// The last reply's HTTP status.
    public var httpStatus: Int?
    /// The vendor's status word, for logs.
    public var status: String?
    /// The vendor's text, for logs.
    public var details: String?
    /// The call's unique id as the vendor repeats it.
    public var ucid: String?
    /// The did as the vendor repeats it.
    public var did: String?
    /// The action as the vendor repeats it.
    public var action: String?
    /// Up to 500 characters of a body that no known text matched, for logs.
    public var excerpt: String?
    /// Whether a pause was asked for. The vendor confirms none.
    public var pauseRequested: Bool
    /// What was sent, in order.
    public var attempts: [Attempt]
    /// What was not quite right with the request.
    public var warnings: [Violation]
    /// Names this call in logs: 32 hexadecimal digits, random. It is not sent to the vendor.
    public var requestID: String
    /// How many tokens were fetched for this call.
    public var tokenRequests: Int
    /// What happened and what to do, in one or more sentences for a person: the same in every
    /// language.
    public var sentence: String
    /// What records said later, where they settled it.
    public var settled: Finding?
    /// What a newer version wrote into the JSON form that it was read from. Only the core reads it.
    var newer: String?

    /// A receipt of these.
    public init(
        effect: Effect,
        advice: Advice = .nothing,
        mayResend: Bool = false,
        retryAfter: Duration? = nil,
        outcome: Outcome? = nil,
        httpStatus: Int? = nil,
        status: String? = nil,
        details: String? = nil,
        ucid: String? = nil,
        did: String? = nil,
        action: String? = nil,
        excerpt: String? = nil,
        pauseRequested: Bool = false,
        attempts: [Attempt] = [],
        warnings: [Violation] = [],
        requestID: String = "",
        tokenRequests: Int = 0,
        sentence: String = "",
        settled: Finding? = nil
    ) {
        self.effect = effect
        self.advice = advice
        self.mayResend = mayResend
        self.retryAfter = retryAfter
        self.outcome = outcome
        self.httpStatus = httpStatus
        self.status = status
        self.details = details
        self.ucid = ucid
        self.did = did
        self.action = action
        self.excerpt = excerpt
        self.pauseRequested = pauseRequested
        self.attempts = attempts
        self.warnings = warnings
        self.requestID = requestID
        self.tokenRequests = tokenRequests
        self.sentence = sentence
        self.settled = settled
    }
}

extension Receipt {
    init(_ record: ReceiptData) throws {
        try self.init(
            effect: code(record.effect),
            advice: code(record.advice),
            mayResend: record.mayResend,
            retryAfter: record.retryAfterSeconds.map { .seconds($0) },
            outcome: record.outcome.map(Outcome.init),
            httpStatus: record.httpStatus.map(Int.init),
            status: record.status,
            details: record.details,
            ucid: record.ucid,
            did: record.did,
            action: record.action,
            excerpt: record.excerpt,
            pauseRequested: record.pauseRequested,
            attempts: record.attempts.map(Attempt.init),
            warnings: record.warnings.map(Violation.init),
            requestID: record.requestId,
            tokenRequests: Int(record.tokenRequests),
            sentence: record.sentence,
            settled: record.settled.map(Finding.init)
        )
        newer = record.newer
    }

    var record: ReceiptData {
        ReceiptData(
            effect: effect.rawValue,
            advice: advice.rawValue,
            mayResend: mayResend,
            retryAfterSeconds: retryAfter.map(\.waitInSeconds),
            outcome: outcome?.rawValue,
            httpStatus: httpStatus.map(Int32.init(clamping:)),
            status: status,
            details: details,
            ucid: ucid,
            did: did,
            action: action,
            excerpt: excerpt,
            pauseRequested: pauseRequested,
            attempts: attempts.map(\.record),
            warnings: warnings.map(\.record),
            requestId: requestID,
            tokenRequests: UInt32(clamping: tokenRequests),
            sentence: sentence,
            settled: settled?.rawValue,
            newer: newer
        )
    }
}
