import CloudAgentDisposition
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What the library costs, as ratios to what a Swift program would do without it: reading a reply
/// against `JSONDecoder`, and one call against a bare `URLSession`. Reported, not asserted.
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
        let body = Data(
            #"{"details": "Queued", "status": "Success"}"#.utf8)
        let reply = HTTPReply(status: 200, body: body)
        let decoder = JSONDecoder()
        let rounds = 20_000
        var (classify, decode): ([Double], [Double]) = ([], [])
        for _ in 0..<5 {
            classify.append(
                try microseconds(rounds) {
                    guard try CloudAgent.classify(reply).effect == .queued else { fatalError() }
                })
            decode.append(
                try microseconds(rounds) {
                    let words = try decoder.decode(Words.self, from: body)
                    guard words.status == "Success" else { fatalError() }
                })
        }
        report("classify", classify, per: "JSONDecoder, two fields", decode)
    }

    /// Each call over a connection of its own, and the built-in transport's over a kept one.
    private static func calling(_ address: String) async throws {
        let base = try BaseURL(address)
        let account = Account(customer: "acme", apiKey: "KKacme0123456789")
        let request = DispositionRequest(
            ucid: "81891700000000002", did: "914000000001", agentID: "ravi", disposition: "Sale")
        func client(_ transport: (any Transport)? = nil) throws -> DispositionClient {
            try DispositionClient(
                account: account, api: .getV2, transport: transport, baseURL: base)
        }
        let overURLSession = try client(URLSessionTransport())
        let byDefault = try client()
        let built = try byDefault.buildRequest(request)
        guard let url = URL(string: built.url) else { fatalError("no URL") }

        var times: [String: [Double]] = [:]
        for _ in 0..<5 {
            times["fresh", default: []].append(
                try await microseconds(300) {
                    let session = URLSession(configuration: .ephemeral)
                    _ = try await session.data(for: URLRequest(url: url))
                    session.invalidateAndCancel()
                })
            let kept = URLSession(configuration: .ephemeral)
            times["kept", default: []].append(
                try await microseconds(300) { _ = try await kept.data(for: URLRequest(url: url)) })
            times["urlSession", default: []].append(
                try await microseconds(300) { _ = try await overURLSession.setDisposition(request) }
            )
            times["default", default: []].append(
                try await microseconds(300) { _ = try await byDefault.setDisposition(request) })
        }
        func took(_ name: String) -> [Double] { times[name] ?? [] }
        report(
            "setDisposition over URLSessionTransport", took("urlSession"),
            per: "bare URLSession, a new one each", took("fresh"))
        report(
            "setDisposition over the default transport", took("default"),
            per: "bare URLSession, kept connection", took("kept"))
    }

    private static func report(
        _ name: String, _ mine: [Double], per other: String, _ theirs: [Double]
    ) {
        let ratios = zip(mine, theirs).map { $0 / $1 }
        print(
            "\(name): \(text(median(mine))) µs; \(other): \(text(median(theirs))) µs;",
            "ratio \(text(median(ratios))) (\(text(ratios.min() ?? 0))–\(text(ratios.max() ?? 0)))")
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }

    private static func text(_ value: Double) -> String {
        String(format: "%.2f", value)
    }

    private static func microseconds(_ rounds: Int, _ body: () throws -> Void) rethrows -> Double {
        let begun = ContinuousClock.now
        for _ in 0..<rounds { try body() }
        return (ContinuousClock.now - begun) / .microseconds(rounds)
    }

    private static func microseconds(
        _ rounds: Int, _ body: () async throws -> Void
    ) async rethrows -> Double {
        let begun = ContinuousClock.now
        for _ in 0..<rounds { try await body() }
        return (ContinuousClock.now - begun) / .microseconds(rounds)
    }
}
