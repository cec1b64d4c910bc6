internal import CloudAgentDispositionBridge

extension Receipt: Codable {
    /// Reads a receipt's JSON form, which is the same in every language.
    ///
    /// Of a receipt that a newer version wrote, the words that this one doesn't know are absent here,
    /// and ``json`` has them again.
    ///
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
        get throws { try knowing { try receiptToJson(receipt: record) } }
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

/// Asks the library about a receipt, which may hold a code that it does not know.
func knowing<Answer>(_ question: () throws -> Answer) throws -> Answer {
    do {
        return try question()
    } catch Misuse.NoReceipt {
        let detail = "It holds a code that this version does not know."
        throw InvalidInput(violations: [Violation(field: .json, problem: .invalid, detail: detail)])
    } catch {
        throw InternalFailure()
    }
}
