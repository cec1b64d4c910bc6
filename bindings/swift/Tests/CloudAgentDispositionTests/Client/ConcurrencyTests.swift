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
        let client = try simulator.client(carrier.transport())
        let calls = (0..<500).map { _ in
            Task { await client.end(deadline: .seconds(3_600)) }
        }
        try await simulator.received(500)
        for call in calls { call.cancel() }
        for call in calls { #expect(await call.value.name == "uncertain.cancelled") }
        #expect(try await simulator.journal().requests.count == 500)
    }

    @Test(arguments: Carrier.allCases)
    func fiveHundredCallsEachEndWell(_ carrier: Carrier) async throws {
        let simulator = try Simulator()
        let client = try simulator.client(carrier.transport())
        // A busy machine may need longer than the usual deadline for that many.
        let calls = (0..<500).map { _ in Task { await client.end(deadline: .seconds(90)) } }
        var names: Set<String> = []
        for call in calls {
            let end = await call.value
            #expect(end.name == "done")
            names.insert(end.receipt.requestID)
        }
        #expect(names.count == 500)
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
        let client = try simulator.client(carrier.transport())
        #expect(try liveObjects() > before)
        for _ in 0..<20 { #expect(await client.end().name == "done") }
        let idle = try liveObjects()
        try await simulator.inject("silent")
        let calls = (0..<20).map { _ in Task { await client.end() } }
        try await simulator.received(40)
        #expect(try liveObjects() >= idle + 20)
        for call in calls { call.cancel() }
        for call in calls { _ = await call.value }
        client.close()
    }
}
