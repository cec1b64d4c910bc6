import CloudAgentDispositionBridge
import Foundation
import Testing

@testable import CloudAgentDisposition

/// A crowd on one client, against a server that fails in many ways: each reply belongs to its call, nothing
/// is lost, and nothing grows. It goes on for `CAD_MANY_SECONDS`, and makes a thousand calls at the least.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ManyCallsTests {
    @Test(arguments: [Api.getV2, .postToken])
    func aThousandTasks(_ api: Api) async throws {
        try await play(api, of: 1_000) { crowd in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<1_000 {
                    group.addTask { while let number = crowd.next() { await crowd.call(number) } }
                }
            }
        }
    }

    /// Each blocks until its call has ended, as code without `async` does.
    @Test func sixtyFourThreads() async throws {
        try await play(.getV2, of: 64) { crowd in
            let ended = Queue<Void>()
            for _ in 0..<64 {
                Thread {
                    while let number = crowd.next() {
                        let isDone = DispatchSemaphore(value: 0)
                        Task {
                            await crowd.call(number)
                            isDone.signal()
                        }
                        isDone.wait()
                    }
                    ended.put(())
                }.start()
            }
            for _ in 0..<64 { try await ended.next() }
        }
    }

    private func play(
        _ api: Api, of size: Int, _ run: (Crowd) async throws -> Void
    ) async throws {
        let simulator = try Simulator()
        let before = try Footprint(simulator)
        let summary = try await {
            let crowd = try Crowd(simulator, api, size)
            try await crowd.prepare()
            let disturbing = Task { try await crowd.disturb() }
            try await run(crowd)
            crowd.calm()
            try await disturbing.value
            crowd.client.close()
            return try await crowd.verify()
        }()
        // What is kept for later calls goes with the client.
        while try !Footprint(simulator).isNoMore(than: before) {
            try Task.checkCancellation()
            await Task.yield()
        }
        print("crowd swift: \(size) on \(api): \(summary)")
    }
}

/// What calls on one client at once become.
private final class Crowd: Sendable {
    private static let faults = [
        "reset_after_applied", "close_before_applied", "html_502", "half_body", "rate_limited",
        "none",
    ]
    /// So many calls are made, whatever time it takes.
    private static let least = 1_000
    /// So many turns of failing are before the first call.
    private static let ahead = 24

    private struct Tally: Sendable {
        var begun = 0
        var ended = 0
        var sent = 0
        var tokenRequests = 0
        var ids: Set<String> = []
        var outcomes: [String: Int] = [:]
        var wrong: [String] = []
        /// When a good part of the calls was over, in a run that is long enough.
        var early: Footprint?
    }

    let client: DispositionClient
    private let simulator: Simulator
    private let hasTokens: Bool
    private let size: Int
    private let over: ContinuousClock.Instant
    private let tally = Locked(Tally())
    /// Each time that the server is to fail again; none ends it.
    private let turns = Queue<Int?>()

    init(_ simulator: Simulator, _ api: Api, _ size: Int) throws {
        self.simulator = simulator
        self.size = size
        hasTokens = api == .postToken
        let account = hasTokens ? Simulator.tokenAccount : Simulator.account
        client = try simulator.client(for: account, api: api)
        let told = ProcessInfo.processInfo.environment["CAD_MANY_SECONDS"]
        over = .now + .seconds(told.flatMap(Double.init) ?? 1)
    }

    /// The number of the next call; none where the time is over.
    func next() -> Int? {
        tally.withLock { tally in
            guard tally.begun < Self.least || ContinuousClock.now < over else { return nil }
            tally.begun += 1
            return tally.begun
        }
    }

    /// One call. Every fiftieth has the next fault made for those that come later.
    func call(_ number: Int) async {
        if number % 50 == 1 { turns.put(number / 50) }
        // No call has this ucid, and the server repeats it.
        let ucid = "8189\(1_000_000_000 + number)"
        var request = Simulator.request
        request.ucid = ucid
        add(await client.end(request, deadline: .seconds(90)), ucid)
    }

    /// Has the server fail among its next thousand requests.
    func prepare() async throws {
        for turn in 0..<Self.ahead { try await fail(turn) }
    }

    /// Has it go on so, until the crowd is calm. It is not cancelled: on Linux a request of
    /// Foundation's that is cancelled while its reply is handed over may wait for itself for ever.
    func disturb() async throws {
        while let turn = try await turns.next() {
            if turn == 10, hasTokens { try await simulator.expireTokens() }
            try await fail(Self.ahead + turn)
        }
    }

    func calm() { turns.put(nil) }

    private func fail(_ turn: Int) async throws {
        for (fault, count) in [(Self.faults[turn % Self.faults.count], 3), ("none", 40)] {
            try await simulator.inject(
                .object([
                    "fault": .text(fault), "count": .integer(Int64(count)),
                    "endpoint": .text("disposition"),
                ]))
        }
    }

    private func add(_ end: End, _ ucid: String) {
        let receipt = end.receipt
        let outcome = receipt.outcome?.rawValue ?? end.name
        let isOwn = receipt.ucid == ucid || (receipt.ucid == nil && outcome != "unknown_call")
        tally.withLock { tally in
            tally.ended += 1
            tally.sent += receipt.attempts.count { $0.delivery != .notSent }
            tally.tokenRequests += receipt.tokenRequests
            tally.ids.insert(receipt.requestID)
            tally.outcomes[outcome, default: 0] += 1
            if !isOwn || end.error == nil || end.name == "internalFailure" {
                tally.wrong.append("\(ucid): \(end)")
            }
            if tally.ended == 4 * Self.least { tally.early = try? Footprint(simulator) }
        }
    }

    /// Compares what was told with what arrived, and says it in short.
    func verify() async throws -> String {
        let late = try Footprint(simulator)
        let tally = tally.withLock { $0 }
        let journal = try await simulator.journal()
        #expect(tally.wrong == [])
        #expect(tally.ended == tally.begun && tally.ids.count == tally.begun)
        #expect(tally.outcomes.count > 3 && tally.outcomes["unknown_call"] ?? 0 > tally.ended / 2)
        #expect(journal.requests.count - journal.tokenRequests == tally.sent)
        #expect(journal.tokenRequests == tally.tokenRequests)
        #expect(journal.tokenRequests <= (hasTokens ? 2 : 0))
        if let early = tally.early {
            // Each of the crowd may bring a thread, which costs something; a call may leave nothing.
            let most = early.kilobytes + 256 * size
            #expect(late.kilobytes < most, "\(early), then \(late)")
        }
        #expect(late.connections <= size, "\(late)")
        let early = tally.early.map { "\($0), then " } ?? ""
        return "\(tally.ended) calls, \(tally.sent) sends, \(early)\(late)"
    }
}

/// What the process holds for calls. Its descriptors are no measure: the test's own `URLSession`, which
/// tells the simulator what to do, keeps a dozen connections.
private struct Footprint: Sendable, CustomStringConvertible {
    let objects: UInt64
    /// To the server.
    let connections: Int
    let threads: Int
    let kilobytes: Int

    init(_ simulator: Simulator) throws {
        objects = try liveObjects()
        #if os(Linux)
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            func number(_ name: String) throws -> Int {
                let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(name) })
                return try #require(line.split { !$0.isNumber }.first.flatMap { Int($0) })
            }
            threads = try number("Threads:")
            kilobytes = try number("VmRSS:")
            let port = try #require(simulator.baseURL.text.split(separator: ":").last)
            let ending = ":" + String(try #require(Int(port)), radix: 16, uppercase: true)
            // Of what has no size beforehand, `String(contentsOfFile:)` reads a beginning.
            let file = URL(fileURLWithPath: "/proc/self/net/tcp")
            let table = try FileHandle(forReadingFrom: file).readToEnd() ?? Data()
            let sockets = String(decoding: table, as: UTF8.self)
            connections = sockets.split(separator: "\n").count { line in
                // The other end, and whether it stands, or only the server has closed it.
                let columns = line.split(separator: " ")
                return columns[2].hasSuffix(ending) && ["01", "08"].contains(columns[3])
            }
        #else
            // Elsewhere nothing tells so little.
            (connections, threads, kilobytes) = (0, 0, 1)
        #endif
    }

    /// Idle threads of the system may stay.
    func isNoMore(than before: Self) -> Bool {
        objects <= before.objects && connections <= before.connections
            && threads <= before.threads + 8
    }

    var description: String {
        "\(objects) objects, \(connections) connections, \(threads) threads, \(kilobytes) kB"
    }
}
