internal import CloudAgentDispositionBridge

extension Receipt: Codable {
    /// Reads a receipt's JSON form, which is the same in every language.
    ///
    /// - Parameter json: The text.
    /// - Throws: ``InvalidInput`` where it is no receipt's JSON, or holds a code that only a newer
    ///   version knows.
    public init(json: String) throws(InvalidInput) {
        let read = receiptFromJson(json: json)
        guard let record = read.receipt else {
            throw InvalidInput(violations: read.violations.map(Violation.init))
        }
        self.init(record)
    }

    /// The receipt as a JSON object, the same in every language.
    ///
    /// - Throws: ``InvalidInput`` where it holds a code that this version does not know, as a receipt
    ///   can whose ``outcome`` is one of a newer version's.
    public var json: String {
        get throws(InvalidInput) {
            do {
                return try receiptToJson(receipt: record)
            } catch {
                let detail = "It holds a code that this version does not know."
                throw InvalidInput(violations: [
                    Violation(field: .json, problem: .invalid, detail: detail)
                ])
            }
        }
    }

    /// Decodes the JSON form.
    public init(from decoder: any Decoder) throws {
        self = try decoder.coreForm { json throws(InvalidInput) in try Self(json: json) }
    }

    /// Encodes the JSON form.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encode(coreForm: json)
    }
}

extension Receipt {
    init(_ record: ReceiptData) {
        self.init(
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
            sentence: record.sentence
        )
    }

    var record: ReceiptData {
        ReceiptData(
            effect: effect.rawValue,
            advice: advice.rawValue,
            mayResend: mayResend,
            retryAfterSeconds: retryAfter.map(\.waitInSeconds),
            outcome: outcome?.rawValue,
            httpStatus: httpStatus.map(UInt16.init(clamping:)),
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
            sentence: sentence
        )
    }
}
