import CloudAgentDispositionBridge
import Foundation
import Testing

@testable import CloudAgentDisposition

/// A thousand tasks on one client, against a server that fails in many ways: each reply belongs to its
/// call, and nothing is lost.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ManyCallsTests {
    private static let faults = [
        "reset_after_applied", "close_before_applied", "html_502", "half_body", "rate_limited",
        "none",
    ]

    @Test(arguments: [Api.getV2, .postToken])
    func eachReplyBelongsToItsCall(_ api: Api) async throws {
        let before = try liveObjects()
        try await play(api)
        while try liveObjects() > before { await Task.yield() }
    }

    private func play(_ api: Api) async throws {
        let simulator = try Simulator()
        let hasTokens = api == .postToken
        let account = hasTokens ? Simulator.tokenAccount : Simulator.account
        let client = try simulator.client(for: account, api: api)
        for fault in Array(repeating: Self.faults, count: 8).joined() {
            try await simulator.inject(
                .object([
                    "fault": .text(fault), "count": .integer(fault == "none" ? 40 : 3),
                    "endpoint": .text("disposition"),
                ]))
        }
        let tasks = (0..<1_000).map { number in
            Task {
                // No call has this ucid, and the server repeats it.
                let ucid = "818917\(1_000_000 + number)"
                let end = await client.end(Self.request(ucid), deadline: .seconds(90))
                #expect(end.receipt.ucid == nil || end.receipt.ucid == ucid)
                return end
            }
        }
        var ends: [End] = []
        for (place, task) in tasks.enumerated() {
            ends.append(await task.value)
            if place == tasks.count / 2, hasTokens { try await simulator.expireTokens() }
        }
        client.close()

        #expect(ends.count == 1_000)
        #expect(Set(ends.map(\.receipt.requestID)).count == 1_000)
        let outcomes = Dictionary(grouping: ends) { $0.receipt.outcome?.rawValue ?? $0.name }
        #expect((outcomes["unknown_call"] ?? []).allSatisfy { $0.receipt.ucid != nil })
        #expect(outcomes.count > 3 && outcomes["unknown_call"] != nil, "\(outcomes.keys)")
        #expect(ends.allSatisfy { $0.error != nil && $0.name != "internalFailure" })
        let requests = try await simulator.journal()
        let attempts = ends.flatMap(\.receipt.attempts).filter { $0.delivery != .notSent }
        #expect(requests.requests.count - requests.tokenRequests == attempts.count)
        #expect(requests.tokenRequests == ends.map(\.receipt.tokenRequests).reduce(0, +))
        #expect(requests.tokenRequests <= (hasTokens ? 2 : 0))
    }

    private static func request(_ ucid: String) -> DispositionRequest {
        var request = Simulator.request
        request.ucid = ucid
        return request
    }
}
