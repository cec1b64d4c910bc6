import Foundation
import Testing

@testable import CloudAgentDisposition

/// Every case of the shared table of faults, on a GET and on a POST API, over both transports.
/// One after the other: a port that a fault leaves must not be taken by another case's simulator.
@Suite(.serialized) struct FaultsTests {
    @Test(arguments: FaultCase.all)
    func isToldAsTheTableSays(_ run: FaultCase) async throws {
        try known(
            run.given, "id", "fault", "address", "deadline_ms", "connect_timeout_ms", "expect")
        let simulator = try Simulator()
        if let fault = run.given["fault"] { try await simulator.inject(fault) }
        let client = try run.client(simulator)

        let begun = ContinuousClock.now
        let end = await client.end()
        let took = ContinuousClock.now - begun

        let expected = try run.expected
        let name = try endName(expected)
        #expect(end.name == name)
        let journal = try await simulator.journal()
        var told = try JSONDecoder().decode(Object.self, from: Data(end.receipt.json.utf8))
        told["deliveries"] = .list(end.receipt.attempts.map { shown($0.delivery) })
        told["received"] = shown(journal.requests.count)
        told["applied"] = shown(journal.requests.contains(where: \.applied))
        // Those two are the end's name.
        for key in ["class", "kind"] { told[key] = expected[key] }
        try includes("it", .object(told), .object(expected))
        #expect(journal.trapVisits == 0, "a redirect was followed")
        if let deadline = try run.deadline, end.error != nil {
            #expect(took >= deadline, "the call ended early")
        }
        #expect(!end.receipt.sentence.isEmpty)
        #expect(leaks(Simulator.key, in: end.error as Any, client, end.receipt) == [])
        #expect(leaks(Simulator.comments, in: end.error as Any) == [])
    }

    @Test func theTableIsOfTheFormThatIsKnownHere() throws {
        let file = try FaultCase.file()
        try known(file, "format", "cases")
        #expect(file["format"] == .integer(1) && FaultCase.cases.count >= 28)
        let ids: [String] = try FaultCase.cases.map { try $0.get("id") }
        #expect(Set(ids).isSuperset(of: FaultCase.linuxURLSession.keys))
    }
}

/// One case of the table, on one API, over one transport.
struct FaultCase: CustomTestStringConvertible, Sendable {
    let given: Object
    let api: Api
    let carrier: Carrier

    /// What `FoundationNetworking` can't tell, and is expected to tell instead: why the default on
    /// Linux is the built-in transport. Each case keeps what it does not name.
    static let linuxURLSession: [String: Object] = [
        // It has no connect timeout, and nothing says that the connection never stood.
        "no-way-to-the-host": inDoubt(kind: "timeout"),
        "no-way-to-the-host-before-the-deadline": inDoubt(kind: "timeout"),
        // A failed handshake has the code -1, which any failure may have.
        "no-tls-at-the-other-end": inDoubt(kind: "transport_failed"),
        // A header whose name has a space ends the reading, and the code is -1.
        "odd-headers": inDoubt(kind: "transport_failed")
            .merging(["outcome": .null, "http_status": .null]) { $1 },
    ]

    static func file() throws -> Object {
        let file = repository.appendingPathComponent("tests/faults/faults.json")
        return try JSONDecoder().decode(Object.self, from: Data(contentsOf: file))
    }

    /// Empty where the file can't be read, which is a failure elsewhere.
    static let cases: [Object] = (try? file().get("cases")) ?? []

    static let all = cases.flatMap { given in
        [Api.getV2, .postApiKey].flatMap { api in
            Carrier.allCases.map { FaultCase(given: given, api: api, carrier: $0) }
        }
    }

    var testDescription: String { "\(given["id"] ?? .null) \(api) \(carrier)" }

    private var difference: Object? {
        get throws { carrier.isLinuxURLSession ? Self.linuxURLSession[try given.get("id")] : nil }
    }

    var expected: Object {
        get throws {
            (try given.get("expect") as Object).merging(try difference ?? [:]) { $1 }
        }
    }

    /// The client's deadline where the case names one. Where the connect timeout that it names can't
    /// be had, that one is the deadline: the case would take 15 s.
    var deadline: Duration? {
        get throws {
            let connect = try difference == nil ? nil : milliseconds("connect_timeout_ms")
            return try connect ?? milliseconds("deadline_ms")
        }
    }

    func client(_ simulator: Simulator) throws -> DispositionClient {
        let base = try simulator.baseURL.text
        let address: String = try given.get("address") ?? base
        let https = base.replacingOccurrences(of: "http:", with: "https:")
        return try DispositionClient(
            account: Simulator.account, api: api,
            transport: carrier == .urlSession ? URLSessionTransport() : nil,
            baseURL: simulator.url(address == "https" ? https : address),
            deadline: deadline ?? .seconds(15),
            connectTimeout: milliseconds("connect_timeout_ms") ?? .seconds(5))
    }

    private func milliseconds(_ name: String) throws -> Duration? {
        (try given.get(name) as Int?).map { .milliseconds($0) }
    }

    /// What the caller is told where it is not known whether anything was sent.
    private static func inDoubt(kind: String) -> Object {
        [
            "class": .text("uncertain"), "kind": .text(kind), "effect": .text("unknown"),
            "advice": .text("check_first"), "may_resend": .flag(false),
            "deliveries": .list([.text("no_reply")]),
        ]
    }
}
