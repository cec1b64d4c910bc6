import CloudAgentDisposition

/// Who has to come back to a call.
enum Need: String, CaseIterable {
    case nobody = "settled"
    case later = "to send again later"
    case person = "for a person"
}

/// What became of one record.
struct Settled {
    let record: Record
    var effect: String
    var outcome: String
    var whatToDo: String
    var need: Need
    /// For the person, or what is odd about a record that went well.
    var sentence: String
    /// Whether every later record would fare the same.
    var endsTheRun = false
    /// Of a call that did not go well.
    var receipt: Receipt?
    /// Whether call records told what became of it.
    var isLookedUp = false
}

extension Settled {
    /// A record that was sent, and the error where its disposition was not taken, or may not have been.
    init(_ record: Record, _ receipt: Receipt, _ error: DispositionError? = nil) {
        let warnings = receipt.warnings.map { "\($0)" }.joined(separator: " ")
        self.init(
            record: record, effect: "\(receipt.effect)",
            outcome: error.map(reason) ?? receipt.outcome?.rawValue ?? "",
            whatToDo: inWords(receipt),
            need: error == nil ? .nobody : receipt.mayResend ? .later : .person,
            sentence: error?.description ?? warnings,
            endsTheRun: [.fixCredentials, .fixConfiguration].contains(receipt.advice),
            receipt: error?.receipt)
    }

    /// The same, with what call records say of it.
    func lookedUp(_ settlement: Settlement) throws -> Settled {
        guard let receipt else { return self }
        let settled = try CloudAgent.settleReceipt(receipt, of: record.request, by: settlement)
        var result = self
        guard settled.settled != nil else {
            result.outcome += ", then \(settlement.finding.rawValue)"
            result.sentence = settlement.sentence
            return result
        }
        result.effect = "\(settled.effect)"
        result.outcome += ": \(receipt.effect) → \(settled.effect)"
        result.whatToDo = inWords(settled)
        result.need = settled.effect == .applied ? .nobody : .person
        result.sentence = settled.sentence
        result.isLookedUp = true
        return result
    }

    /// A record that was not sent; one that comes with a sentence needs a person.
    init(unsent record: Record, _ outcome: String, _ whatToDo: String, _ sentence: String = "") {
        self.init(
            record: record, effect: "not_sent", outcome: outcome, whatToDo: whatToDo,
            need: sentence.isEmpty ? .nobody : .person, sentence: sentence)
    }
}

/// Why it failed, in the words of the contract.
private func reason(_ error: DispositionError) -> String {
    let outcome = error.receipt.outcome?.rawValue
    return switch error {
    case .invalidRequest(let violations, _):
        violations.filter { $0.severity == .error }.map { "\($0.field) \($0.problem)" }
            .joined(separator: ", ")
    case .notSent(let kind, _): outcome ?? "\(kind)"
    case .uncertain(let kind, _): outcome ?? "\(kind)"
    case .refused: outcome ?? "refused"
    case .internalFailure: "internal_failure"
    }
}

/// What to do about a call. `Advice` is closed, so the compiler sees that no value is left out.
private func inWords(_ receipt: Receipt) -> String {
    switch receipt.advice {
    case .nothing: receipt.effect == .queued ? "nothing: holds when the call ends" : "nothing"
    case .fixRequest: "mend the record"
    case .fixCredentials: "check key, user name and host"
    case .fixConfiguration: "check the set-up"
    case .refreshToken: "get a new token"
    case .retryLater:
        receipt.retryAfter.map { "send again after \($0.components.seconds) s" }
            ?? "send again later"
    case .checkFirst: "look in CloudAgent first"
    case .doNotRetry: "read why; don't send again"
    }
}
