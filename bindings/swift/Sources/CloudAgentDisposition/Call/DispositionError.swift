internal import CloudAgentDispositionBridge
import Foundation

/// A call did not end well. Its case says what happened to the call, and so does ``effect``.
///
/// A closed set. It prints a sentence for a person: what happened and what to do about it.
public enum DispositionError: Error, Hashable, Sendable {
    /// The request is wrong, or a setting of the client. Nothing was sent.
    case invalidRequest(violations: [Violation], receipt: Receipt)
    /// No attempt left this machine.
    case notSent(kind: NotSentKind, receipt: Receipt)
    /// A reply came, and the disposition was not applied. The receipt's `outcome` says why.
    case refused(receipt: Receipt)
    /// The disposition may have been applied: look it up (<doc:ReadingBack>) before sending it again.
    case uncertain(kind: UncertainKind, receipt: Receipt)
    /// The library itself failed: a bug in it, never the caller's doing. ``effect`` is `unknown`
    /// where a disposition was being set, else `notApplied`.
    case internalFailure(receipt: Receipt)
}

extension DispositionError {
    /// What became of the call.
    public var receipt: Receipt {
        switch self {
        case .invalidRequest(_, let receipt), .notSent(_, let receipt), .refused(let receipt),
            .uncertain(_, let receipt), .internalFailure(let receipt):
            receipt
        }
    }

    /// What happened to the disposition.
    public var effect: Effect { receipt.effect }
    /// What to do next.
    public var advice: Advice { receipt.advice }
    /// Whether the same request may be sent again, after a wait: all that a job queue's retry rule
    /// needs.
    public var mayResend: Bool { receipt.mayResend }
}

extension DispositionError: CustomStringConvertible, CustomDebugStringConvertible {
    /// What happened and what to do about it, for a person.
    public var description: String { receipt.sentence }

    /// The case, and the sentence.
    public var debugDescription: String { "\(name)(\(receipt.sentence.debugDescription))" }

    var name: String {
        switch self {
        case .invalidRequest: "invalidRequest"
        case .notSent(let kind, _): "notSent.\(kind)"
        case .refused: "refused"
        case .uncertain(let kind, _): "uncertain.\(kind)"
        case .internalFailure: "internalFailure"
        }
    }
}

extension DispositionError: LocalizedError, CustomNSError {
    /// What happened and what to do about it, for a person.
    public var errorDescription: String? { description }

    /// `CloudAgentDisposition.DispositionError`.
    public static var errorDomain: String { "CloudAgentDisposition.DispositionError" }

    /// 1 `invalidRequest`, 2 `notSent`, 3 `refused`, 4 `uncertain`, 5 `internalFailure`.
    public var errorCode: Int {
        switch self {
        case .invalidRequest: 1
        case .notSent: 2
        case .refused: 3
        case .uncertain: 4
        case .internalFailure: 5
        }
    }

    /// The sentence, and the codes of ``effect`` and ``advice`` under `effect` and `advice`.
    public var errorUserInfo: [String: Any] {
        [
            NSLocalizedDescriptionKey: description, "effect": effect.rawValue,
            "advice": advice.rawValue,
        ]
    }
}

extension DispositionError {
    /// The library failed inside. What went wrong there is not repeated, since it may hold a secret.
    ///
    /// - Parameter effect: `unknown` where the setting of a disposition had begun, else `notApplied`.
    static func bug(effect: Effect) -> Self {
        let became =
            effect == .unknown
            ? "The disposition may have been applied: look in CloudAgent before sending it again."
            : "Nothing was sent."
        return .internalFailure(
            receipt: Receipt(
                effect: effect,
                advice: effect == .unknown ? .checkFirst : .doNotRetry,
                sentence: "\(InternalFailure.reason) \(became)"))
    }
}

/// Asks the library for what a client needs. Where it fails, nothing was sent.
func opened<Opened>(_ open: () throws -> Opened) throws(DispositionError) -> Opened {
    do { return try open() } catch { throw .bug(effect: .notApplied) }
}

extension CallResult {
    /// Why there is no client.
    var refusal: DispositionError {
        do throws(DispositionError) {
            _ = try settled(orElse: .notApplied)
            return .bug(effect: .notApplied)
        } catch {
            return error
        }
    }

    /// The receipt of a call that went well, or the error of one that did not.
    ///
    /// - Parameter effect: What is known of the disposition where not even this can be read.
    func settled(orElse effect: Effect) throws(DispositionError) -> Receipt {
        guard let end = try? end() else { throw .bug(effect: effect) }
        return try end.get()
    }

    private func end() throws -> Result<Receipt, DispositionError> {
        switch self {
        case .done(let receipt):
            .success(try Receipt(receipt))
        case .invalid(let receipt, let violations):
            .failure(
                .invalidRequest(
                    violations: try violations.map(Violation.init), receipt: try Receipt(receipt)))
        case .notSent(let receipt, let kind):
            .failure(.notSent(kind: try code(kind), receipt: try Receipt(receipt)))
        case .refused(let receipt):
            .failure(.refused(receipt: try Receipt(receipt)))
        case .uncertain(let receipt, let kind):
            .failure(.uncertain(kind: try code(kind), receipt: try Receipt(receipt)))
        }
    }
}
