import CloudAgentDisposition
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What the package costs beside what a program would do without it: reading a reply against
/// `JSONDecoder`, and one call against a bare `URLSession`. Each line is one measurement, as a JSON object.
///
/// Times are of the process's CPU, so that what else the machine does counts little, and rounds are
/// in turn.
@main
struct Bench {
    static func main() async throws {
        try reading()
        guard CommandLine.arguments.count == 2 else { return }
        try await calling(CommandLine.arguments[1])
    }

    private struct Words: Decodable {
        let status: String
        let details: String
    }

    private static func reading() throws {
        let body = Data(#"{"details": "Queued", "status": "Success"}"#.utf8)
        let reply = HTTPReply(status: 200, body: body)
        let replies = Array(repeating: reply, count: 1_000)
        let decoder = JSONDecoder()
        var took: [[Double]] = [[], [], []]
        for round in -1..<15 {
            let one = [
                try nanoseconds(5_000) { _ = try CloudAgent.classify(reply) },
                try nanoseconds(10) { _ = try CloudAgent.classifyAll(replies) } / 1_000,
                try nanoseconds(5_000) { _ = try decoder.decode(Words.self, from: body).status },
            ]
            // The first round warms up.
            if round >= 0 { for (place, time) in one.enumerated() { took[place].append(time) } }
        }
        let beside = "JSONDecoder, two fields"
        report("Swift classify, one", beside, took[0], took[2], atMost: 2)
        report(
            "Swift classifyAll, 1,000 replies, per item", beside, took[1], took[2], atMost: 2)
    }

    /// Each call over a connection of its own, and the built-in transport's over a kept one.
    private static func calling(_ address: String) async throws {
        let account = Account(customer: "acme", apiKey: "KKacme0123456789")
        let request = DispositionRequest(
            ucid: "81891700000000002", did: "914000000001", agentID: "ravi", disposition: "Sale")
        let (fresh, byDefault) = try (
            DispositionClient(
                account: account, api: .getV2, transport: URLSessionTransport(),
                baseURL: BaseURL(address)),
            DispositionClient(account: account, api: .getV2, baseURL: BaseURL(address))
        )
        guard let url = URL(string: try byDefault.buildRequest(request).url) else {
            fatalError("no URL")
        }
        let kept = URLSession(configuration: .ephemeral)
        let calls: [() async throws -> Void] = [
            { _ = try await fresh.setDisposition(request) },
            {
                let session = URLSession(configuration: .ephemeral)
                _ = try await session.data(for: URLRequest(url: url))
                session.invalidateAndCancel()
            },
            { _ = try await byDefault.setDisposition(request) },
            { _ = try await kept.data(for: URLRequest(url: url)) },
        ]
        var took: [[Double]] = [[], [], [], []]
        for _ in 0..<7 {
            for (place, call) in calls.enumerated() {
                let begun = cpu()
                for _ in 0..<200 { try await call() }
                took[place].append((cpu() - begun) / 200)
            }
        }
        report(
            "Swift setDisposition over URLSessionTransport", "URLSession, a new one each", took[0],
            took[1])
        report(
            "Swift setDisposition over the default transport", "URLSession, a kept connection",
            took[2], took[3])
    }

    /// Prints a measurement. Without an aim it is only told.
    private static func report(
        _ work: String, _ beside: String, _ ours: [Double], _ peer: [Double],
        atMost limit: Double? = nil
    ) {
        let ratio = quantile(zip(ours, peer).map { $0 / $1 }, 0.5)
        let spread = (quantile(ours, 0.75) - quantile(ours, 0.25)) / quantile(ours, 0.5)
        let aim = limit.map { String(format: "at most %g times", $0) } ?? "none"
        print(
            """
            {"work": "\(work)", "beside": "\(beside)", "ours_ns": \(Int(quantile(ours, 0.5))), \
            "peer_ns": \(Int(quantile(peer, 0.5))), "ratio": \(String(format: "%.2f", ratio)), \
            "spread": \(String(format: "%.2f", spread)), "aim": "\(aim)", \
            "met": \(limit.map { ratio <= $0 } ?? true)}
            """)
    }

    private static func quantile(_ values: [Double], _ part: Double) -> Double {
        values.sorted()[Int(Double(values.count - 1) * part)]
    }

    /// What this process has had of the CPU, in nanoseconds.
    private static func cpu() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return Double(now.tv_sec) * 1e9 + Double(now.tv_nsec)
    }

    private static func nanoseconds(_ times: Int, _ body: () throws -> Void) rethrows -> Double {
        let begun = cpu()
        for _ in 0..<times { try body() }
        return (cpu() - begun) / Double(times)
    }
}
