internal import CloudAgentDispositionBridge
import Foundation

/// Sets dispositions. Make one and share it: any task and any thread may use it, many at once.
///
/// ```swift
/// let client = try DispositionClient(account: account, api: .getV2)
/// let receipt = try await client.setDisposition(request)
/// ```
///
/// Making one does no I/O. It sends over `URLSession` on Apple's platforms and over the library's
/// own HTTP stack on Linux, where `URLSession` can't tell a server that is not there from one that
/// does not answer, and crashes on some refusals: give another ``Transport`` to change that.
public final class DispositionClient: Sendable {
    /// Who calls.
    public let account: Account
    /// The API that the account uses.
    public let api: Api
    /// Where the server is.
    public let baseURL: BaseURL

    private let driver: Driver

    /// A client.
    ///
    /// - Parameters:
    ///   - account: Who calls.
    ///   - api: Which of the vendor's APIs the account uses: ask the vendor, there is no default.
    ///   - transport: What carries requests to the server; the platform's where `nil`.
    ///   - baseURL: Where the server is.
    ///   - deadline: How long one call may take in all: at most 24 hours.
    ///   - connectTimeout: How long making a connection may take. `URLSession` has no such limit:
    ///     there only the deadline holds.
    ///   - mode: How strict validation is.
    ///   - retry: When a call sends its request again.
    ///   - tokenStore: Where processes or clients that use the account share one token, on
    ///     ``Api/postToken`` with an api key. A client alone keeps its token by itself.
    ///   - utcOffsetMinutes: How many minutes the account's days, by which call records are looked up,
    ///     are ahead of UTC, from -840 to 840: India's 330 where `nil`. On the international host a look-up
    ///     needs them.
    /// - Throws: ``DispositionError/invalidRequest(violations:receipt:)`` where a setting can't be
    ///   used.
    public convenience init(
        account: Account,
        api: Api,
        transport: (any Transport)? = nil,
        baseURL: BaseURL = .india,
        deadline: Duration = .seconds(15),
        connectTimeout: Duration = .seconds(5),
        mode: ValidationMode = .standard,
        retry: RetryPolicy = RetryPolicy(),
        tokenStore: (any TokenStore)? = nil,
        utcOffsetMinutes: Int? = nil
    ) throws(DispositionError) {
        let opened = try opened {
            try openEngine(
                settings: SettingsData(
                    account: try account.handle, api: api.rawValue, baseUrl: baseURL.raw,
                    mode: mode.rawValue, deadlineMs: deadline.limitInMilliseconds,
                    connectTimeoutMs: connectTimeout.limitInMilliseconds, retry: retry.record,
                    sharesTokens: tokenStore != nil,
                    utcOffsetMinutes: utcOffsetMinutes.map(Int32.init(clamping:))))
        }
        let engine: EngineHandle
        switch opened {
        case .opened(let handle): engine = handle
        case .failed(let result): throw result.refusal
        }
        let host = Host(
            transport: try Self.carrier(transport, connectTimeout), store: tokenStore,
            source: account.tokenSource)
        let driver = Driver(engine: engine, host: host, clock: MonotonicClock())
        self.init(account: account, api: api, baseURL: baseURL, driver: driver)
    }

    /// A client over a driver of the tests' own, in a time of theirs.
    init(account: Account, api: Api, baseURL: BaseURL, driver: Driver) {
        self.account = account
        self.api = api
        self.baseURL = baseURL
        self.driver = driver
    }

    /// Sets a call's disposition, and returns when it is known what happened, at the latest when the
    /// deadline has passed.
    ///
    /// Cancelling the task ends the call at once, and what it throws is still a
    /// ``DispositionError``: `notSent` with `cancelled` where nothing had begun, `uncertain` with
    /// `cancelled` where the request was out, for then it may have been applied. A typed throw leaves
    /// no room for `CancellationError`: ask `Task.isCancelled`. Where the reply was in hand already,
    /// the call ends as that reply says.
    ///
    /// - Parameters:
    ///   - request: What to set.
    ///   - deadline: How long this call may take, such as the agent's remaining wrap-up time; the
    ///     client's where `nil`. Nothing left ends the call as `notSent`.
    /// - Returns: The receipt of a disposition that was applied, queued or accepted.
    public func setDisposition(
        _ request: DispositionRequest, deadline: Duration? = nil
    ) async throws(DispositionError) -> Receipt {
        let ended: CallResult?
        do {
            ended = try await driven { driver, mailbox in
                try await driver.run(
                    request.record, deadline: deadline?.limitInMilliseconds, mailbox: mailbox)
            }
        } catch {
            throw .bug(effect: .notApplied)
        }
        guard let ended else { throw .bug(effect: .unknown) }
        return try ended.settled(orElse: .unknown)
    }

    /// Drives something to its end, and tells it of the caller's cancel: the engine is told of it, and says
    /// what is known.
    func driven<End: Sendable>(
        _ run: @Sendable (Driver, Mailbox) async throws -> End
    ) async throws -> End {
        let mailbox = Mailbox()
        return try await withTaskCancellationHandler {
            try await run(driver, mailbox)
        } onCancel: {
            mailbox.cancel()
        }
    }

    /// Says **everything** that is wrong with a request, ordered by field. Sends nothing.
    public func validate(_ request: DispositionRequest) throws(InternalFailure) -> [Violation] {
        try CloudAgent.validate(request, for: account, api: api, baseURL: baseURL)
    }

    /// Builds the request as it would be sent, without sending it. It **holds the credential**.
    ///
    /// - Throws: ``InvalidInput`` where the wire can't carry the request.
    public func buildRequest(_ request: DispositionRequest) throws -> HTTPRequest {
        try CloudAgent.buildRequest(request, for: account, api: api, baseURL: baseURL)
    }

    /// Ends the client: later calls fail as `notSent` with `closed`, and lists with that kind. Waits for
    /// nothing: a call in flight goes on to its end. Closing twice is fine.
    public func close() {
        try? driver.engine.closeEngine()
    }

    private static func carrier(
        _ given: (any Transport)?, _ connectTimeout: Duration
    ) throws(DispositionError) -> any Transport {
        #if os(Linux)
            guard let given else { return try BuiltInTransport(connectTimeout: connectTimeout) }
            guard let builtIn = given as? BuiltInTransport else { return given }
            return try builtIn.connecting(within: connectTimeout)
        #else
            given ?? URLSessionTransport()
        #endif
    }
}

extension DispositionClient: Redacted {
    /// The account without its credential, the API and the base URL.
    public var description: String { "DispositionClient(\(account), \(api), \(baseURL))" }
}
