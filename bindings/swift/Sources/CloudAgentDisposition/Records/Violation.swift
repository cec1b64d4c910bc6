// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

/// One thing that is wrong with a request or a configuration.
public struct Violation: Hashable, Sendable {
    /// The field.
    public var field: Field
    /// What is wrong with it.
    public var problem: Problem
    /// Whether it stops the request.
    public var severity: Severity
    /// How to mend it, for a person.
    public var detail: String
    /// Whether no mode lets it pass.
    public var isHard: Bool

    /// A violation of these.
    public init(
        field: Field,
        problem: Problem,
        severity: Severity = .error,
        detail: String,
        isHard: Bool = false
    ) {
        self.field = field
        self.problem = problem
        self.severity = severity
        self.detail = detail
        self.isHard = isHard
    }
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
            field: field.rawValue,
            problem: problem.rawValue,
            severity: severity.rawValue,
            detail: detail,
            hard: isHard
        )
    }
}
