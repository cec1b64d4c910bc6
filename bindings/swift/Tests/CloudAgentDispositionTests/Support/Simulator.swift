import Foundation

@testable import CloudAgentDisposition

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `cloudagent-simulator` as a process of its own: CloudAgent on loopback, told how to misbehave. It
/// ends when the pipe to it closes.
final class Simulator: Sendable {
    /// The api key of the simulator's account: what nothing may print.
    static let key = "KKacme0123456789"
    /// The comment that the tests send: what no receipt and no error may hold.
    static let comments = "owes 500 rupees, angry"
    /// A request for a call that has ended.
    static let request = DispositionRequest(
        ucid: "81891700000000002", did: "914000000001", agentID: "ravi", disposition: "Sale",
        comments: comments, pauseAfterDispose: false)
    /// An account that it knows.
    static var account: Account { Account(customer: "acme", apiKey: key) }
    /// Its account that calls with tokens.
    static var tokenAccount: Account { Account(customer: "globex", apiKey: "KKglobex9876543210") }

    /// The addresses of the program's ready line, by their names there.
    let addresses: [String: String]
    private let input = Pipe()

    init() throws {
        let told = ProcessInfo.processInfo.environment["CAD_SIMULATOR"]
        let built = repository.appendingPathComponent("target/debug/cloudagent-simulator")
        let process = Process()
        process.executableURL = told.map { URL(fileURLWithPath: $0) } ?? built
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        let reading = output.fileHandleForReading
        while let byte = try reading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
            line += byte
        }
        addresses = try JSONDecoder().decode([String: String].self, from: line)
    }

    deinit {
        try? input.fileHandleForWriting.close()
    }

    var baseURL: BaseURL {
        get throws { try url("base_url") }
    }

    /// One of its addresses, or another server's.
    func url(_ name: String) throws -> BaseURL { try BaseURL(addresses[name] ?? name) }

    /// A client of its account.
    func client(
        _ transport: (any Transport)? = nil, for account: Account = account, api: Api = .getV2,
        at address: String = "base_url", tokenStore: (any TokenStore)? = nil
    ) throws -> DispositionClient {
        try DispositionClient(
            account: account, api: api, transport: transport, baseURL: url(address),
            tokenStore: tokenStore)
    }

    /// Posts a fault, as the table has it.
    func inject(_ fault: JSONValue) async throws {
        _ = try await control("fault", JSONEncoder().encode(fault))
    }

    /// Lets every request from now on have that fault.
    func inject(_ fault: String) async throws {
        try await inject(.object(["fault": .text(fault)]))
    }

    /// Lets the next request have that reply.
    func script(status: Int, headers: [String: String] = [:], body: String = "") async throws {
        let reply: [String: Any] = ["status": status, "headers": headers, "body": body]
        _ = try await control(
            "script", JSONSerialization.data(withJSONObject: ["replies": [reply]]))
    }

    /// Ends the life of every token.
    func expireTokens() async throws { _ = try await control("expire-tokens", Data()) }

    /// The call's agent sets a disposition by hand.
    func dispose(
        _ request: DispositionRequest, as disposition: String, comments: String = ""
    ) async throws {
        let body = [
            "ucid": request.ucid, "disposition": disposition, "comments": comments,
        ]
        _ = try await control("dispose", JSONEncoder().encode(body))
    }

    /// Moves the clock that tokens and reports go by.
    func moveClock(seconds: Int) async throws {
        _ = try await control("clock", JSONEncoder().encode(["move_seconds": seconds]))
    }

    /// Begins anew with another scenario, which is JSON.
    func become(_ scenario: String) async throws {
        _ = try await control("scenario", Data(scenario.utf8))
    }

    /// What arrived.
    func journal() async throws -> Journal {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Journal.self, from: await control("journal", nil))
    }

    /// Returns when a request has arrived.
    func received(_ count: Int) async throws {
        while try await journal().requests.count < count { await Task.yield() }
    }

    private func control(_ endpoint: String, _ body: Data?) async throws -> Data {
        guard let url = URL(string: "\(addresses["control_url"] ?? "")/\(endpoint)") else {
            throw URLError(.badURL)
        }
        var request = URLRequest(url: url)
        request.httpMethod = body == nil ? "GET" : "POST"
        request.httpBody = body
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw URLError(.badServerResponse)
        }
        return data
    }
}

/// What the simulator received.
struct Journal: Decodable {
    struct Entry: Decodable {
        let method: String
        let target: String
        let body: String?
        let headers: [[String]]
        let applied: Bool
        let connection: Int

        func header(_ name: String) -> String? {
            headers.first { $0[0].lowercased() == name.lowercased() }?[1]
        }
    }

    var requests: [Entry]
    let trapVisits: Int

    var tokenRequests: Int { requests.count { $0.target.hasSuffix("/generateToken") } }
}
