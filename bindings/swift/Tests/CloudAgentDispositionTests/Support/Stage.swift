import CloudAgentDispositionBridge

@testable import CloudAgentDisposition

/// A client in a time that stands still, over a transport whose answers a test gives.
struct Stage {
    let client: DispositionClient
    let driver: Driver
    let clock: FakeClock
    let sent = Queue<StagedTransport.Sent>()
    /// The moments that were slept until.
    let sleeps = Queue<UInt64>()

    /// A stage for this account on this API, which may share its tokens with others.
    init(
        _ account: Account = Simulator.account, api: Api = .getV2,
        tokenStore: (any TokenStore)? = nil
    ) throws {
        let (sent, sleeps) = (sent, sleeps)
        let settings = SettingsData(
            account: try account.handle, api: api.rawValue, baseUrl: BaseURL.india.text,
            mode: "standard", deadlineMs: 15_000, connectTimeoutMs: 5_000,
            retry: RetryPolicy.none.record, sharesTokens: tokenStore != nil)
        guard case .opened(let engine) = try openEngine(settings: settings) else {
            throw Mismatch("no engine")
        }
        clock = FakeClock(1_000) { sleeps.put($0) }
        let host = Host(
            transport: StagedTransport { sent.put($0) }, store: tokenStore,
            source: account.tokenSource)
        driver = Driver(engine: engine, host: host, clock: clock)
        client = DispositionClient(account: account, api: api, baseURL: .india, driver: driver)
    }
}

/// A time that a test sets. It wakes nobody.
struct FakeClock: CallClock {
    private let time: Locked<UInt64>
    private let didSleep: @Sendable (UInt64) -> Void

    /// A clock that tells of every sleep the moment that it is to end at.
    init(_ now: UInt64, didSleep: @escaping @Sendable (UInt64) -> Void) {
        time = Locked(now)
        self.didSleep = didSleep
    }

    func now() -> UInt64 { time.withLock { $0 } }

    func set(_ now: UInt64) { time.withLock { $0 = now } }

    func poke(_: Mailbox, at moment: UInt64) { didSleep(moment) }

    func forget(_: Mailbox) {}
}

/// A transport whose answers a test gives, one by one.
struct StagedTransport: Transport {
    /// One send that is out.
    struct Sent: Sendable {
        let request: HTTPRequest
        let limits: Limits
        /// What it is to end with.
        let answer = Once<Result<HTTPReply, SendFailure>>()
        /// Whether its task was cancelled.
        let cancelled = Once<Void>()
    }

    /// Whether it goes on sending when its task is cancelled.
    var isStubborn = false
    let canSendBodyWithGet = true
    /// Hears of each send.
    let didBegin: @Sendable (Sent) -> Void

    func send(_ request: HTTPRequest, limits: Limits) async throws(SendFailure) -> HTTPReply {
        let one = Sent(request: request, limits: limits)
        didBegin(one)
        let result = await withTaskCancellationHandler {
            await one.answer.value()
        } onCancel: {
            one.cancelled.give(())
            if !isStubborn { one.answer.give(.failure(SendFailure(.cancelled))) }
        }
        return try result.get()
    }
}

extension HTTPReply {
    static let queued = HTTPReply(
        status: 200, body: .init(#"{"details": "Queued", "status": "Success"}"#.utf8))
}

/// What a call ended with.
struct End: Equatable, Sendable {
    let error: DispositionError?
    let receipt: Receipt
    /// The error's case and kind, or `done`.
    var name: String { error?.name ?? "done" }
}

func end(_ call: () async throws(DispositionError) -> Receipt) async -> End {
    do throws(DispositionError) {
        return End(error: nil, receipt: try await call())
    } catch {
        return End(error: error, receipt: error.receipt)
    }
}

/// The name of the end that a case of the vectors, or of the table of faults, expects.
func endName(_ expected: Object) throws -> String {
    guard let name: String = try expected.get("class") else { return "done" }
    let ours = ["invalid": "invalidRequest", "not_sent": "notSent"][name] ?? name
    let kind: String? = try expected.get("kind")
    return kind.map { "\(ours).\($0)" } ?? ours
}

extension DispositionClient {
    /// What a call of the tests ends with.
    func end(
        _ request: DispositionRequest = Simulator.request, deadline: Duration? = nil
    ) async -> End {
        await CloudAgentDispositionTests.end { () async throws(DispositionError) in
            try await setDisposition(request, deadline: deadline)
        }
    }
}

/// What something throws, which must be an error of that type.
func thrown<Failure: Error, Value>(_ call: () throws -> Value) throws -> Failure {
    do { _ = try call() } catch let error as Failure { return error }
    throw Mismatch("nothing was thrown")
}

/// The same of something that takes its time.
func thrownInTheEnd<Failure: Error, Value>(
    _ call: () async throws -> Value
) async throws -> Failure {
    do { _ = try await call() } catch let error as Failure { return error }
    throw Mismatch("nothing was thrown")
}

extension DispositionError {
    var violations: [Violation] {
        if case .invalidRequest(let violations, _) = self { violations } else { [] }
    }
}
