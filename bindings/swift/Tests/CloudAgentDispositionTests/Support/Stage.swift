import CloudAgentDispositionBridge

@testable import CloudAgentDisposition

/// A client in a time and over a transport that a test makes up.
struct Stage {
    /// When its time begins. A call's deadline counts from a millisecond later.
    static let begin: UInt64 = 1_000
    /// When the only send of a call that begins then is over.
    static let until = begin + 1 + 15_000

    let client: DispositionClient
    let driver: Driver
    let clock: FakeClock
    /// The sends, and the moments that were slept until.
    let sent = Queue<FakeTransport.Sent>()
    let sleeps = Queue<UInt64>()

    init(isStubborn: Bool = false) throws {
        let (sent, sleeps) = (sent, sleeps)
        let settings = SettingsData(
            account: try Simulator.account.handle, api: "get_v2", baseUrl: BaseURL.india.text,
            mode: "standard", deadlineMs: 15_000, connectTimeoutMs: 5_000)
        guard case .opened(let engine) = try openEngine(settings: settings) else {
            throw Mismatch(description: "no engine")
        }
        clock = FakeClock(Self.begin) { sleeps.put($0) }
        driver = Driver(
            engine: engine,
            transport: FakeTransport(isStubborn: isStubborn) { sent.put($0) }, clock: clock)
        client = DispositionClient(
            account: Simulator.account, api: .getV2, baseURL: .india, driver: driver)
    }

    /// A call in a task of its own.
    func call() -> Task<Receipt, any Error> {
        Task { try await client.setDisposition(Simulator.request) }
    }
}

/// What a call ended with, where it must be an error.
func failure(_ call: Task<Receipt, any Error>) async throws -> DispositionError {
    switch await call.result {
    case .success(let receipt): throw Mismatch(description: "it went well: \(receipt)")
    case .failure(let error as DispositionError): return error
    case .failure(let error): throw error
    }
}
