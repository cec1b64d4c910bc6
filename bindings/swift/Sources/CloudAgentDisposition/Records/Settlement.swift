// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

/// What records say of a disposition that was sent.
///
/// Branch on its effect: ``finding`` is open, and tells why.
public struct Settlement: Hashable, Sendable {
    /// What was found.
    public var finding: Finding
    /// What that says of the disposition. `not_applied` means here: not in force.
    public var effect: Effect
    /// What to do next.
    public var advice: Advice
    /// Always no: a record is no reason to send anything again without a person's look at it.
    public var mayResend: Bool
    /// After what time looking again may say more, where it may.
    public var lookAgain: Duration?
    /// The record that decided.
    public var record: CallRecord?
    /// What came of the look-up itself, where it brought no list.
    public var lookup: Lookup?
    /// What was found and what to do, for a person: the same in every language.
    public var sentence: String
    /// The ucid that it was made for.
    public var ucid: String
    /// The disposition that it was made for.
    public var disposition: String

    /// A settlement of these.
    public init(
        finding: Finding,
        effect: Effect,
        advice: Advice,
        mayResend: Bool = false,
        lookAgain: Duration? = nil,
        record: CallRecord? = nil,
        lookup: Lookup? = nil,
        sentence: String = "",
        ucid: String,
        disposition: String
    ) {
        self.finding = finding
        self.effect = effect
        self.advice = advice
        self.mayResend = mayResend
        self.lookAgain = lookAgain
        self.record = record
        self.lookup = lookup
        self.sentence = sentence
        self.ucid = ucid
        self.disposition = disposition
    }
}

extension Settlement {
    init(_ record: SettlementData) throws {
        try self.init(
            finding: Finding(rawValue: record.finding),
            effect: code(record.effect),
            advice: code(record.advice),
            mayResend: record.mayResend,
            lookAgain: record.lookAgainSeconds.map { .seconds($0) },
            record: record.record.map(CallRecord.init),
            lookup: record.lookup.map(Lookup.init),
            sentence: record.sentence,
            ucid: record.ucid,
            disposition: record.disposition
        )
    }

    var handedBack: SettlementData {
        SettlementData(
            finding: finding.rawValue,
            effect: effect.rawValue,
            advice: advice.rawValue,
            mayResend: mayResend,
            lookAgainSeconds: lookAgain.map(\.waitInSeconds),
            record: record?.record,
            lookup: lookup?.record,
            sentence: sentence,
            ucid: ucid,
            disposition: disposition
        )
    }
}
