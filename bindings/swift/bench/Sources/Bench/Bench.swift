import CloudAgentDisposition
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What the package costs beside what a program would do without it: reading replies against
/// `JSONDecoder`, and calls against a bare `URLSession`. Each line is one measurement, as a JSON object.
///
/// Times are of the process's CPU, so that what else the machine does counts little, and rounds are
/// in turn. Where many tasks go on at once, it is the clock's time.
@main
struct Bench {
    static func main() async throws {
        try await reading()
        let environment = ProcessInfo.processInfo.environment
        guard let address = environment["CLOUDAGENT_BASE_URL"] else { return }
        try await calling(address)
    }

    private struct Words: Decodable {
        let status: String
        let details: String
    }

    private static func reading() async throws {
        let body = Data(#"{"details": "Queued", "status": "Success"}"#.utf8)
        let reply = HTTPReply(status: 200, body: body)
        let decoder = JSONDecoder()
        func decode(_ times: Int) throws {
            for _ in 0..<times { _ = try decoder.decode(Words.self, from: body).status }
        }
        let beside = "JSONDecoder, two fields"
        let rules = Row(work: "classify, one reply", group: "rules", mostRatio: [beside: 2])
        try await rules.compare(
            Way(5_000) { for _ in 0..<5_000 { _ = try CloudAgent.classify(reply) } },
            [beside: Way(5_000) { try decode(5_000) }])
        for power in 0...6 {
            let count = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][power]
            let replies = Array(repeating: reply, count: count)
            let times = max(1, 10_000 / count)
            // What a million cost the decoder, a tenth of them shows too.
            let decoded = min(count, 100_000)
            let series = Row(work: "classifyAll, each", group: "series", count: count)
            try await series.compare(
                Way(times * count) {
                    for _ in 0..<times { _ = try CloudAgent.classifyAll(replies) }
                },
                [beside: Way(times * decoded) { try decode(times * decoded) }],
                rounds: count < 100_000 ? 7 : 3)
        }
    }

    /// `URLSessionTransport` makes a connection for each call, and the default one keeps them.
    private static func calling(_ address: String) async throws {
        let account = Account(customer: "acme", apiKey: "KKacme0123456789")
        let request = DispositionRequest(
            ucid: "81891723610400101", did: "911140000001", agentID: "ravi.k", disposition: "Sale")
        let (fresh, byDefault) = try (
            DispositionClient(
                account: account, api: .getV2, transport: URLSessionTransport(),
                baseURL: BaseURL(address)),
            DispositionClient(account: account, api: .getV2, baseURL: BaseURL(address))
        )
        guard let url = URL(string: try byDefault.buildRequest(request).url) else {
            fatalError("no URL")
        }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 64
        let kept = URLSession(configuration: configuration)
        let ours: Call = { _ = try await byDefault.setDisposition(request) }
        let peer: Call = { _ = try await kept.data(for: URLRequest(url: url)) }
        let beside = "URLSession, a kept connection"
        let one = Row(work: "one call, kept connection", group: "calls", mostRatio: [beside: 0.6])
        let answered = try DispositionClient(
            account: account, api: .getV2, transport: Answering(), baseURL: BaseURL(address))
        try await one.compare(
            Way(200, ours), [beside: Way(200, peer)],
            floor: (
                "the same call over a transport that answers at once",
                Way(200) { _ = try await answered.setDisposition(request) }
            ))
        let new = Row(work: "one call over URLSessionTransport", group: "calls")
        try await new.compare(
            Way(200) { _ = try await fresh.setDisposition(request) },
            [
                "URLSession, a new one each": Way(200) {
                    let session = URLSession(configuration: .ephemeral)
                    _ = try await session.data(for: URLRequest(url: url))
                    session.invalidateAndCancel()
                }
            ])
        let many = Row(
            work: "64 tasks over one client, each call", group: "parallel", clock: "wall")
        try await many.compare(.atOnce(ours), [beside: .atOnce(peer)], rounds: 5)
    }
}

/// A transport without a network.
struct Answering: Transport {
    func send(_ request: HTTPRequest, limits: Limits) async -> HTTPReply {
        HTTPReply(status: 200, body: Data(#"{"details": "Queued", "status": "Success"}"#.utf8))
    }
}

typealias Call = @Sendable () async throws -> Void

/// One way to do something.
struct Way {
    /// What each thing takes in a round, in nanoseconds.
    let round: () async throws -> Double

    /// Something that does so many things at a time, by the CPU's time.
    init(_ things: Int, _ body: @escaping () throws -> Void) {
        round = {
            let begun = nanoseconds(CLOCK_PROCESS_CPUTIME_ID)
            try body()
            return (nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - begun) / Double(things)
        }
    }

    /// So many calls, one after the other, by the CPU's time.
    init(_ calls: Int, _ call: @escaping Call) {
        round = {
            let begun = nanoseconds(CLOCK_PROCESS_CPUTIME_ID)
            for _ in 0..<calls { try await call() }
            return (nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - begun) / Double(calls)
        }
    }

    private init(round: @escaping () async throws -> Double) {
        self.round = round
    }

    /// 64 tasks with 20 calls each, by the clock.
    static func atOnce(_ call: @escaping Call) -> Way {
        Way {
            let begun = nanoseconds(CLOCK_MONOTONIC)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<64 {
                    group.addTask { for _ in 0..<20 { try await call() } }
                }
                try await group.waitForAll()
            }
            return (nanoseconds(CLOCK_MONOTONIC) - begun) / (64 * 20)
        }
    }
}

/// What is measured, beside each of some peers.
struct Row {
    let work: String
    let group: String
    var clock = "CPU"
    var count: Int?
    /// The ratio to a peer that is aimed at.
    var mostRatio: [String: Double] = [:]

    /// Measures all in turn, and prints a row for each peer. The first round warms up. The spread is
    /// half of what lies between the quartiles of the ratios. The floor is what nobody gets below.
    func compare(
        _ ours: Way, _ peers: [String: Way], floor: (what: String, way: Way)? = nil,
        rounds: Int = 11
    ) async throws {
        var took: [Double] = []
        var lowest: [Double] = []
        var theirs: [String: [Double]] = [:]
        for round in -1..<rounds {
            let mine = try await ours.round()
            if round >= 0 { took.append(mine) }
            for (name, peer) in peers {
                let its = try await peer.round()
                if round >= 0 { theirs[name, default: []].append(its) }
            }
            if let floor {
                let its = try await floor.way.round()
                if round >= 0 { lowest.append(its) }
            }
        }
        for (name, its) in theirs {
            let ratios = zip(took, its).map { $0 / $1 }
            let ratio = quantile(ratios, 0.5)
            let spread = (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / 2 / ratio
            let aim = mostRatio[name].map { #", "most_ratio": \#($0)"# } ?? ""
            let least = floor.map {
                #", "floor": {"what": "\#($0.what)", "takes": \#(Int(quantile(lowest, 0.5)))}"#
            }
            let of = count.map { #", "count": \#($0)"# } ?? ""
            print(
                """
                {"work": "\(work)", "group": "\(group)", "clock": "\(clock)", \
                "ours": \(Int(quantile(took, 0.5))), "beside": "\(name)", \
                "peer": \(Int(quantile(its, 0.5))), "ratio": \(String(format: "%.3f", ratio)), \
                "spread": \(String(format: "%.3f", spread))\(aim)\(of)\(least ?? "")}
                """)
        }
    }
}

func quantile(_ values: [Double], _ part: Double) -> Double {
    values.sorted()[Int(Double(values.count - 1) * part)]
}

func nanoseconds(_ clock: clockid_t) -> Double {
    var now = timespec()
    clock_gettime(clock, &now)
    return Double(now.tv_sec) * 1e9 + Double(now.tv_nsec)
}
