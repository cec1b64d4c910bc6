import Foundation
import Testing

@testable import CloudAgentDisposition

/// Every case of the shared table of faults, on a GET and on a POST API, over both transports.
/// One after the other: a port that a fault leaves must not be taken by another case's simulator.
@Suite(.serialized) struct FaultsTests {
    @Test(arguments: FaultCase.all)
    func isToldAsTheTableSays(_ run: FaultCase) async throws {
        let simulator = try Simulator()
        if let fault = run.fault { try await simulator.inject(fault) }
        let client = try run.client(simulator)

        let begun = ContinuousClock.now
        var error: DispositionError?
        var receipt: Receipt
        do throws(DispositionError) {
            receipt = try await client.setDisposition(Simulator.request)
        } catch let thrown {
            (error, receipt) = (thrown, thrown.receipt)
        }
        let took = ContinuousClock.now - begun

        let journal = try await simulator.journal()
        #expect(try told(receipt, error, journal) == run.expected)
        #expect(journal.trapVisits == 0, "a redirect was followed")
        if let deadline = run.deadline, error != nil {
            #expect(took >= deadline, "the call ended early")
        }
        if let error {
            #expect(error.description == receipt.sentence && !receipt.sentence.isEmpty)
            #expect(leaks(Simulator.key, in: error) == [])
            #expect(leaks(Simulator.comments, in: error) == [])
        }
        #expect(leaks(Simulator.key, in: client) == [])
        #expect(leaks(Simulator.key, in: receipt) == [])
    }

    @Test func theTableIsOfTheFormThatIsKnownHere() throws {
        let file = try FaultCase.file()
        try known(file, "format", "cases")
        #expect(try file.integer("format") == 1)
        #expect(FaultCase.cases.count >= 28)
        for one in FaultCase.cases {
            try known(
                one, "id", "fault", "address", "deadline_ms", "connect_timeout_ms", "expect")
        }
        let ids = try FaultCase.cases.map { try $0.text("id") }
        #expect(Set(ids).isSuperset(of: FaultCase.linuxURLSession.keys))
    }

    private func told(
        _ receipt: Receipt, _ error: DispositionError?, _ journal: Journal
    ) throws -> Object {
        let (name, kind): (String?, String?) =
            switch error {
            case nil: (nil, nil)
            case .invalidRequest: ("invalid", nil)
            case .notSent(let kind, _): ("not_sent", kind.rawValue)
            case .refused: ("refused", nil)
            case .uncertain(let kind, _): ("uncertain", kind.rawValue)
            case .internalFailure: ("internal", nil)
            }
        try #require(receipt.attempts.count == 1)
        var told = try JSONDecoder().decode(Object.self, from: Data(receipt.json.utf8))
            .filter { FaultCase.fields.contains($0.key) }
        told["class"] = name.map(JSONValue.text) ?? .null
        told["kind"] = kind.map(JSONValue.text) ?? .null
        told["delivery"] = .text(receipt.attempts[0].delivery.rawValue)
        told["received"] = .integer(Int64(journal.requests.count))
        told["applied"] = .flag(journal.requests.contains(where: \.applied))
        return told
    }
}

/// One case of the table, on one API, over one transport.
struct FaultCase: CustomTestStringConvertible, Sendable {
    let given: Object
    let api: Api
    let isURLSession: Bool

    /// What comes of a receipt's JSON form.
    static let fields: Set = [
        "effect", "advice", "may_resend", "outcome", "http_status", "retry_after_seconds",
    ]

    /// What `FoundationNetworking` can't tell, and is expected to tell instead: why the default on
    /// Linux is the built-in transport. Each case keeps what it does not name.
    static let linuxURLSession: [String: (reason: String, instead: Object)] = [
        "no-way-to-the-host": (
            "no connect timeout, and nothing says that the connection never stood",
            inDoubt(kind: "timeout")
        ),
        "no-way-to-the-host-before-the-deadline": (
            "nothing says that the connection never stood", inDoubt(kind: "timeout")
        ),
        "no-tls-at-the-other-end": (
            "a failed handshake has the code -1, which any failure may have",
            inDoubt(kind: "transport_failed")
        ),
        "odd-headers": (
            "a header whose name has a space ends the reading, and the code is -1",
            inDoubt(kind: "transport_failed")
                .merging(["outcome": .null, "http_status": .null]) { $1 }
        ),
    ]

    static func file() throws -> Object {
        let file = repository.appendingPathComponent("tests/faults/faults.json")
        return try JSONDecoder().decode(Object.self, from: Data(contentsOf: file))
    }

    /// Empty where the file can't be read, which is a failure elsewhere.
    static let cases = (try? file().objects("cases")) ?? []

    static var all: [FaultCase] {
        #if os(Linux)
            let transports = [false, true]
        #else
            let transports = [true]
        #endif
        return cases.flatMap { given in
            [Api.getV2, .postApiKey].flatMap { api in
                transports.map { FaultCase(given: given, api: api, isURLSession: $0) }
            }
        }
    }

    var id: String { (try? given.text("id")) ?? "" }

    var fault: JSONValue? { given["fault"] }

    var testDescription: String {
        "\(id) \(api) \(isURLSession ? "URLSession" : "built-in")"
    }

    /// The client's deadline where the case names one. Where the connect timeout that it names can't
    /// be had, that one is the deadline: the case would take 15 s.
    var deadline: Duration? {
        let name = difference == nil ? "deadline_ms" : "connect_timeout_ms"
        return milliseconds(name) ?? milliseconds("deadline_ms")
    }

    var expected: Object {
        ((try? given.object("expect")) ?? [:]).merging(difference ?? [:]) { $1 }
    }

    func client(_ simulator: Simulator) throws -> DispositionClient {
        let baseURL = try address(simulator)
        return try DispositionClient(
            account: Simulator.account, api: api,
            transport: isURLSession ? URLSessionTransport() : nil, baseURL: baseURL,
            deadline: deadline ?? .seconds(15),
            connectTimeout: milliseconds("connect_timeout_ms") ?? .seconds(5))
    }

    private func address(_ simulator: Simulator) throws -> BaseURL {
        let base = try simulator.baseURL
        return switch try given.optionalText("address") {
        case nil: base
        case "https": try BaseURL(base.text.replacingOccurrences(of: "http:", with: "https:"))
        case let name?: try BaseURL(simulator.addresses[name] ?? name)
        }
    }

    private func milliseconds(_ name: String) -> Duration? {
        (try? given.optionalInteger(name)).flatMap { $0.map { .milliseconds($0) } }
    }

    private var difference: Object? {
        #if os(Linux)
            isURLSession ? Self.linuxURLSession[id]?.instead : nil
        #else
            nil
        #endif
    }

    /// What the caller is told where it is not known whether anything was sent.
    private static func inDoubt(kind: String) -> Object {
        [
            "class": .text("uncertain"), "kind": .text(kind), "effect": .text("unknown"),
            "advice": .text("check_first"), "may_resend": .flag(false),
            "delivery": .text("no_reply"),
        ]
    }
}
