import Foundation

@testable import CloudAgentDisposition

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `cloudagent-simulator` as a process of its own: CloudAgent on loopback, told how to misbehave. It
/// ends when the pipe to it closes.
final class Simulator: Sendable {
    /// The api key of the simulator's account: what nothing may print.
    static let key = "KK-marker/7+canary"
    /// The comment that the tests send: what no receipt and no error may hold.
    static let comments = "owes 500 rupees, angry"
    /// A request for a call that has ended.
    static let request = DispositionRequest(
        ucid: "81891700000000002", did: "914000000001", agentID: "ravi", disposition: "Sale",
        comments: comments, pauseAfterDispose: false)
    /// The account that it knows.
    static var account: Account { Account(customer: "acme", apiKey: key) }

    /// The addresses of the program's ready line, by their names there.
    let addresses: [String: String]
    private let input: FileHandle

    init() throws {
        let scenario = FileManager.default.temporaryDirectory
            .appendingPathComponent("cloudagent-\(UUID().uuidString).json")
        try Self.scenario().write(to: scenario)
        defer { try? FileManager.default.removeItem(at: scenario) }
        let started = try Self.start("--port", "0", "--scenario", scenario.path)
        input = started.input
        addresses = try JSONDecoder().decode([String: String].self, from: started.line)
    }

    deinit {
        try? input.close()
    }

    var baseURL: BaseURL {
        get throws { try BaseURL(addresses["base_url"] ?? "") }
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

    /// What arrived, less what is no HTTP request, such as a TLS hello.
    func journal() async throws -> Journal {
        var journal = try JSONDecoder().decode(Journal.self, from: await control("journal", nil))
        journal.requests.removeAll { !$0.target.hasPrefix("/") }
        return journal
    }

    /// Returns when a request has arrived.
    func received(_ count: Int) async throws {
        while try await journal().requests.count < count { await Task.yield() }
    }

    private func control(_ endpoint: String, _ body: Data?) async throws -> Data {
        let url = URL(string: "\(addresses["control_url"] ?? "")/\(endpoint)")
        guard let url else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = body == nil ? "GET" : "POST"
        request.httpBody = body
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw URLError(.badServerResponse)
        }
        return data
    }

    private static func scenario() throws -> Data {
        let example = try start("--example").output.readDataToEndOfFile()
        var scenario = try JSONSerialization.jsonObject(with: example) as? [String: Any] ?? [:]
        var accounts = scenario["accounts"] as? [[String: Any]] ?? []
        accounts[0]["api_key"] = key
        scenario["accounts"] = accounts
        return try JSONSerialization.data(withJSONObject: scenario)
    }

    private struct Started {
        let input: FileHandle
        let output: FileHandle

        /// The first line that it prints.
        var line: Data {
            var line = Data()
            while let byte = try? output.read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty
            {
                line.append(byte)
            }
            return line
        }
    }

    private static func start(_ arguments: String...) throws -> Started {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        return Started(input: input.fileHandleForWriting, output: output.fileHandleForReading)
    }

    private static var program: URL {
        if let told = ProcessInfo.processInfo.environment["CAD_SIMULATOR"] {
            return URL(fileURLWithPath: told)
        }
        return repository.appendingPathComponent("target/debug/cloudagent-simulator")
    }
}

/// What the simulator received.
struct Journal: Decodable {
    struct Entry: Decodable {
        let target: String
        let headers: [[String]]
        let applied: Bool
        let connection: Int

        func header(_ name: String) -> String? {
            headers.first { $0[0].lowercased() == name.lowercased() }?[1]
        }
    }

    var requests: [Entry]
    let trapVisits: Int

    enum CodingKeys: String, CodingKey {
        case requests
        case trapVisits = "trap_visits"
    }
}
