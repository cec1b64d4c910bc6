internal import CloudAgentDispositionBridge

extension Receipt: Codable {
    /// Reads a receipt's JSON form, which is the same in every language.
    ///
    /// Of a receipt that a newer version wrote, the words that this one doesn't know are absent here,
    /// and ``json`` has them again.
    ///
    /// - Parameter json: The text.
    /// - Throws: ``InvalidInput`` where it is no receipt's JSON.
    public init(json: String) throws {
        switch try ask({ try receiptFromJson(json: json) }) {
        case .read(let receipt): self = try ask { try Self(receipt) }
        case .refused(let violations): throw refusal(violations)
        }
    }

    /// The receipt as a JSON object, the same in every language.
    ///
    /// - Throws: ``InvalidInput`` where it was given a code that this version does not know.
    public var json: String {
        get throws {
            var isUnknown = false
            let written = try ask {
                do {
                    return try receiptToJson(receipt: record)
                } catch Misuse.NoReceipt {
                    isUnknown = true
                    return ""
                }
            }
            if isUnknown {
                let detail = "It holds a code that this version does not know."
                throw InvalidInput(violations: [
                    Violation(field: .json, problem: .invalid, detail: detail)
                ])
            }
            return written
        }
    }

    /// Decodes the JSON form.
    public init(from decoder: any Decoder) throws {
        self = try decoder.coreForm { json in try Self(json: json) }
    }

    /// Encodes the JSON form.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encode(coreForm: json)
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
            sentence: record.sentence
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
            newer: newer
        )
    }
}
