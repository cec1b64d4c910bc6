internal import CloudAgentDispositionBridge

/// What `CloudAgent.fromParams` read. Blank values are absent.
public struct RawParameters: Sendable {
    /// The account's user name, from `customer` or `userName`.
    public var customer: String?
    /// The account's api key. Opaque.
    public var apiKey: ApiKey?
    /// The disposition to set.
    public var request: DispositionRequest
    /// What is wrong: the parameters' own problems first, then those of `validate`.
    public var violations: [Violation]

    /// Parameters of these.
    public init(
        customer: String? = nil, apiKey: ApiKey? = nil, request: DispositionRequest,
        violations: [Violation] = []
    ) {
        self.customer = customer
        self.apiKey = apiKey
        self.request = request
        self.violations = violations
    }
}

extension RawParameters {
    init(_ record: ParamsData) throws {
        try self.init(
            customer: record.customer,
            apiKey: record.apiKey.map { ApiKey(handle: $0) },
            request: DispositionRequest(record.request),
            violations: record.violations.map(Violation.init)
        )
    }
}
