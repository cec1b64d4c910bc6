import Foundation
import Testing

@testable import CloudAgentDisposition

/// A call ends at most 50 ms after its deadline or its cancel, whatever a token store or a token source
/// does. The latest of fifty counts; a busy machine is late itself, which a plain sleep beside each call
/// shows, and does not count.
@Suite(.serialized, .timeLimit(.minutes(2))) struct PunctualTests {
    /// What never answers.
    enum Hanging: CaseIterable, Sendable {
        case get, put, source

        /// A client for a call that comes to it, and is out when the queue has it.
        func client(_ isOut: Queue<Void>) throws -> DispositionClient {
            let hang = { @Sendable () async -> Void in
                isOut.put(())
                await Once<Void>().value()
            }
            let source: TokenSource = { _ in
                await hang()
                return Token("never")
            }
            return try DispositionClient(
                account: self == .source
                    ? Account(customer: "globex", tokenSource: source) : Simulator.tokenAccount,
                api: .postToken, transport: StagedTransport { _ in },
                tokenStore: self == .source ? nil : Store(hang: hang, readsFirst: self == .put))
        }
    }

    private struct Store: TokenStore {
        let hang: @Sendable () async -> Void
        let readsFirst: Bool

        func get(_: String) async throws -> TokenStoreEntry? {
            if !readsFirst { await hang() }
            return nil
        }

        func putIf(_: String, version _: String?, bytes _: Data) async throws -> TokenStorePut {
            await hang()
            return .conflict
        }
    }

    /// How late fifty calls are, each beside a task that only waits.
    private func latest(
        _ once: @escaping @Sendable () async throws -> (call: Duration, machine: Duration)
    ) async throws -> Duration {
        try await withThrowingTaskGroup(of: Duration.self) { group in
            for number in 0..<50 {
                group.addTask {
                    // One after the other: fifty at one moment would wait for each other.
                    try await Task.sleep(for: .milliseconds(20 * number))
                    let late = try await once()
                    return late.call - late.machine
                }
            }
            return try await group.reduce(.zero, max)
        }
    }

    @Test(arguments: Hanging.allCases)
    func theDeadlineHolds(_ hanging: Hanging) async throws {
        let deadline = Duration.milliseconds(1_200)
        let late = try await latest {
            let client = try hanging.client(Queue())
            let begun = ContinuousClock.now
            async let machine: Duration = {
                try? await Task.sleep(until: begun + deadline, clock: .continuous)
                return ContinuousClock.now - begun - deadline
            }()
            let end = await client.end(deadline: deadline)
            let late = ContinuousClock.now - begun - deadline
            #expect(end.name.hasPrefix("notSent.token_") && late >= .zero, "\(end.name) \(late)")
            return (late, await machine)
        }
        #expect(late <= .milliseconds(50), "\(late)")
    }

    @Test(arguments: Hanging.allCases)
    func aCancelEndsItAtOnce(_ hanging: Hanging) async throws {
        let late = try await latest {
            let isOut = Queue<Void>()
            let client = try hanging.client(isOut)
            let call = Task {
                let end = await client.end()
                return (end.name, ContinuousClock.now)
            }
            try await isOut.next()
            let begun = ContinuousClock.now
            let machine = Task {
                try? await Task.sleep(until: begun, clock: .continuous)
                return ContinuousClock.now - begun
            }
            call.cancel()
            let (name, ended) = await call.value
            #expect(name == "notSent.cancelled")
            return (ended - begun, await machine.value)
        }
        #expect(late <= .milliseconds(50), "\(late)")
    }
}
