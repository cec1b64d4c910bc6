import CloudAgentDispositionBridge
import Testing

@testable import CloudAgentDisposition

/// Many calls at once, and what is left of them. One after the other, since all objects of the
/// process are counted: `swift test --no-parallel`, as `tasks` does.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ConcurrencyTests {
    /// Far more calls than the cooperative pool has threads. Were one of them to hold a thread, they
    /// would never all be out, and this test itself would not go on.
    @Test(arguments: Carrier.allCases)
    func fiveHundredCallsAreOutAtOnceAndHoldNoThread(_ carrier: Carrier) async throws {
        let simulator = try Simulator()
        try await simulator.inject("silent")
        let client = try carrier.client(simulator, api: .getV2)
        let calls = (0..<500).map { _ in
            Task { try await client.setDisposition(Simulator.request, deadline: .seconds(3_600)) }
        }
        try await simulator.received(500)
        for call in calls { call.cancel() }
        for call in calls {
            guard case .uncertain(.cancelled, _) = try await failure(call) else {
                throw Mismatch(description: "another end")
            }
        }
        #expect(try await simulator.journal().requests.count == 500)
    }

    @Test(arguments: Carrier.allCases)
    func fiveHundredCallsEachEndWell(_ carrier: Carrier) async throws {
        let simulator = try Simulator()
        let client = try carrier.client(simulator, api: .getV2)
        let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    // A busy machine may need longer than the usual deadline for that many.
                    try await client.setDisposition(Simulator.request, deadline: .seconds(90))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(receipts.map(\.requestID)).count == 500)
        #expect(try await simulator.journal().requests.count == 500)
    }

    /// Every round must bring the count back. It is waited for, to the suite's time limit at the
    /// longest: a cancelled send of the built-in transport ends with its server, which is closed.
    @Test(.enabled(if: CommandLine.arguments.contains("--no-parallel"), "run with --no-parallel"))
    func nothingIsLeftOfCallsThatHaveEnded() async throws {
        let before = try liveObjects()
        for carrier in Carrier.allCases + Carrier.allCases {
            try await round(carrier, before: before)
            while try liveObjects() > before { await Task.yield() }
        }
    }

    private func round(_ carrier: Carrier, before: UInt64) async throws {
        let simulator = try Simulator()
        let client = try carrier.client(simulator, api: .getV2)
        #expect(try liveObjects() > before)
        for _ in 0..<20 { _ = try await client.setDisposition(Simulator.request) }
        let idle = try liveObjects()
        try await simulator.inject("silent")
        let calls = (0..<20).map { _ in
            Task { try await client.setDisposition(Simulator.request) }
        }
        try await simulator.received(40)
        #expect(try liveObjects() >= idle + 20)
        for call in calls { call.cancel() }
        for call in calls { _ = await call.result }
        client.close()
    }
}
