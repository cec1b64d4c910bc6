internal import CloudAgentDispositionBridge

/// One thing that is wrong with a request or a configuration.
public struct Violation: Hashable, Sendable {
    /// The field.
    public var field: Field
    /// What is wrong with it.
    public var problem: Problem
    /// Whether it stops the request.
    public var severity: Severity
    /// How to mend it, for a person. It never holds a secret, nor comment text.
    public var detail: String
    /// Whether the wire can't carry it, so that it stops the request in every ``ValidationMode``.
    public var isHard: Bool

    /// A violation of these.
    public init(
        field: Field, problem: Problem, severity: Severity = .error, detail: String,
        isHard: Bool = false
    ) {
        self.field = field
        self.problem = problem
        self.severity = severity
        self.detail = detail
        self.isHard = isHard
    }
}

extension Violation: CustomStringConvertible {
    /// The field, and how to mend it.
    public var description: String { "\(field): \(detail)" }
}

extension Violation {
    init(_ record: ViolationData) throws {
        try self.init(
            field: Field(rawValue: record.field),
            problem: Problem(rawValue: record.problem),
            severity: code(record.severity),
            detail: record.detail,
            isHard: record.hard
        )
    }

    var record: ViolationData {
        ViolationData(
            field: field.rawValue, problem: problem.rawValue, severity: severity.rawValue,
            detail: detail, hard: isHard)
    }
}
