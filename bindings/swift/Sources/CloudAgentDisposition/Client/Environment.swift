internal import CloudAgentDispositionBridge
import Foundation

extension DispositionClient {
    /// A client from the environment's variables.
    ///
    /// ```swift
    /// let client = try DispositionClient(environment: ProcessInfo.processInfo.environment)
    /// ```
    ///
    /// | variable | what it holds |
    /// |---|---|
    /// | `CLOUDAGENT_CUSTOMER` | the account's user name |
    /// | `CLOUDAGENT_API_KEY`, `CLOUDAGENT_API_KEY_FILE` or `CLOUDAGENT_TOKEN` | the api key, a file that holds it (a mounted secret), or a token: one of the three |
    /// | `CLOUDAGENT_API` | the account's API: a code such as `get_v2`, in any case |
    /// | `CLOUDAGENT_BASE_URL` | `india`, `international` or a URL; India where it is absent |
    /// | `CLOUDAGENT_DEADLINE` | seconds, such as `7.5`; 15 where it is absent |
    ///
    /// A blank text is absent. The other parameters are those of
    /// ``init(account:api:transport:baseURL:deadline:connectTimeout:mode:retry:tokenStore:utcOffsetMinutes:)``:
    /// what is given wins, and its variable is not looked at.
    ///
    /// - Throws: ``InvalidInput`` with every variable that is missing or can't be used, by its name and
    ///   without its value. ``DispositionError/invalidRequest(violations:receipt:)`` where what is given
    ///   can't be used.
    public convenience init(
        environment: [String: String],
        account: Account? = nil,
        api: Api? = nil,
        transport: (any Transport)? = nil,
        baseURL: BaseURL? = nil,
        deadline: Duration? = nil,
        connectTimeout: Duration = .seconds(5),
        mode: ValidationMode = .standard,
        retry: RetryPolicy = RetryPolicy(),
        tokenStore: (any TokenStore)? = nil,
        utcOffsetMinutes: Int? = nil
    ) throws {
        let found = try Settings(
            environment,
            given: GivenData(
                account: account?.handle, customer: nil, apiKey: nil, token: nil,
                api: api?.rawValue, baseUrl: baseURL?.raw,
                deadlineMs: deadline?.limitInMilliseconds))
        try self.init(
            account: account ?? found.account, api: found.api, transport: transport,
            baseURL: found.baseURL,
            deadline: found.deadline, connectTimeout: connectTimeout, mode: mode,
            retry: retry, tokenStore: tokenStore, utcOffsetMinutes: utcOffsetMinutes)
    }
}

/// What the environment says, and what is given in its place.
struct Settings {
    let account: Account
    let api: Api
    let baseURL: BaseURL
    let deadline: Duration

    init(_ environment: [String: String], given: GivenData) throws {
        let variables = environment.filter { $0.key.hasPrefix("CLOUDAGENT_") }
            .map { VariableData(name: $0.key, value: Data($0.value.utf8)) }
        switch try ask({ try readEnvironment(given: given, variables: variables) }) {
        case .read(let account, let api, let baseURL, let deadline):
            self.account = try ask { try Account(handle: account) }
            self.api = try code(api)
            self.baseURL = .unchecked(baseURL)
            self.deadline = .milliseconds(Int64(clamping: deadline))
        case .refused(let violations):
            throw refusal(violations)
        }
    }
}
