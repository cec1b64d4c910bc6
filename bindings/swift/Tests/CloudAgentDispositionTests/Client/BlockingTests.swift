import Foundation
import Testing

@testable import CloudAgentDisposition

/// Calls that block the threads of Swift's concurrency: a synchronous function that a task runs makes
/// them, which the compiler lets pass.
@Suite(.timeLimit(.minutes(1))) struct BlockingTests {
    /// More than the pool has threads: each is blocked, and no other is left to run a call.
    static let many = 4 * ProcessInfo.processInfo.activeProcessorCount

    @Test(arguments: Carrier.allCases)
    func callsThatBlockEveryThreadEndWell(_ carrier: Carrier) async throws {
        let simulator = try Simulator()
        let client = try carrier.client(simulator, api: .getV2)
        let results = await Self.blocked(client, deadline: .seconds(45))
        for result in results { #expect(try result.get().effect == .applied) }
        #expect(try await simulator.journal().requests.count == Self.many)
    }

    @Test(arguments: Carrier.allCases)
    func theirDeadlinesEndThem(_ carrier: Carrier) async throws {
        let simulator = try Simulator()
        try await simulator.inject("silent")
        let client = try carrier.client(simulator, api: .getV2)
        for result in await Self.blocked(client, deadline: .milliseconds(300)) {
            guard case .failure(.uncertain(.timeout, _)) = result else {
                throw Mismatch(description: "another end: \(result)")
            }
        }
    }

    /// The driver itself gives up a transport that keeps no limit, and what that transport still does
    /// is done, though the thread has gone.
    @Test func aTransportThatNeverReturnsHoldsNoThread() async throws {
        let transport = Hopping(isStubborn: true)
        let client = try DispositionClient(
            account: Simulator.account, api: .getV2, transport: transport)
        for result in await Self.blocked(client, deadline: .milliseconds(100)) {
            guard case .failure(.uncertain(.timeout, _)) = result else {
                throw Mismatch(description: "another end: \(result)")
            }
        }
        await transport.release()
        for _ in 0..<Self.many { await transport.ended.next() }
    }

    @Test func aTransportMayHopFromActorToActor() async throws {
        let client = try DispositionClient(
            account: Simulator.account, api: .getV2, transport: Hopping())
        for result in await Self.blocked(client, deadline: .seconds(45)) {
            #expect(try result.get().effect == .queued)
        }
    }

    /// Each call leaves a timer to be cancelled, which ends after it, and after its thread has gone.
    @Test func whatIsLeftOfManyCallsEndsAfterThem() async throws {
        let client = try DispositionClient(
            account: Simulator.account, api: .getV2, transport: Hopping())
        for _ in 0..<250 {
            for result in await Self.blocked(client, deadline: .seconds(45)) {
                #expect(try result.get().effect == .queued)
            }
        }
    }

    @Test func theTaskAroundABlockingCallIsStillTheSame() async throws {
        let client = try DispositionClient(
            account: Simulator.account, api: .getV2, transport: Hopping())
        let outer = Task {
            try await Mark.$name.withValue("outer") {
                let receipt = try Self.blocking(client, deadline: .seconds(45))
                #expect(receipt.effect == .queued)
                #expect(Mark.name == "outer")
                withUnsafeCurrentTask { $0?.cancel() }
                #expect(Task.isCancelled)
                return try await client.setDisposition(Simulator.request)
            }
        }
        guard case .notSent(.cancelled, _) = try await failure(outer) else {
            throw Mismatch(description: "another end")
        }
    }

    @Test func theMainThreadMayBlock() async throws {
        let client = try DispositionClient(
            account: Simulator.account, api: .getV2, transport: Hopping())
        let receipt = try await MainActor.run { try Self.blocking(client, deadline: .seconds(45)) }
        #expect(receipt.effect == .queued)
    }

    @Test func aTransportThatNeedsTheBlockedMainThreadCostsTheDeadlineOnly() async throws {
        let client = try DispositionClient(
            account: Simulator.account, api: .getV2, transport: OnMain())
        let call = Task { @MainActor in
            try Self.blocking(client, deadline: .milliseconds(100))
        }
        guard case .uncertain(.timeout, _) = try await failure(call) else {
            throw Mismatch(description: "another end")
        }
    }

    private static func blocked(
        _ client: DispositionClient, deadline: Duration
    ) async -> [Result<Receipt, DispositionError>] {
        await withTaskGroup(of: Result<Receipt, DispositionError>.self) { group in
            for _ in 0..<many {
                group.addTask {
                    do throws(DispositionError) {
                        return .success(try blocking(client, deadline: deadline))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private static func blocking(
        _ client: DispositionClient, deadline: Duration
    ) throws(DispositionError) -> Receipt {
        try client.setDispositionBlocking(Simulator.request, deadline: deadline)
    }
}

private enum Mark {
    @TaskLocal static var name = ""
}

@MainActor private final class OnMain: Transport {
    nonisolated init() {}

    func send(_ request: HTTPRequest, limits: Limits) async throws(SendFailure) -> HTTPReply {
        .queued
    }
}

/// A transport that is an actor, and asks another one.
private actor Hopping: Transport {
    private actor Other {
        func answer() -> HTTPReply { .queued }
    }

    nonisolated let ended = Queue<Void>()
    private let other = Other()
    private var isStubborn: Bool
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(isStubborn: Bool = false) {
        self.isStubborn = isStubborn
    }

    func send(_ request: HTTPRequest, limits: Limits) async throws(SendFailure) -> HTTPReply {
        if isStubborn { await withCheckedContinuation { waiting.append($0) } }
        let reply = await other.answer()
        ended.put(())
        return reply
    }

    /// Lets every send go on.
    func release() {
        isStubborn = false
        for one in waiting { one.resume() }
        waiting = []
    }
}
