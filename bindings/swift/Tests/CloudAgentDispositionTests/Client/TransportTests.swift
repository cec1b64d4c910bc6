import CloudAgentDispositionBridge
import Foundation
import Testing

@testable import CloudAgentDisposition

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What the table of faults does not show of the transports.
@Suite(.timeLimit(.minutes(1))) struct TransportTests {
    /// Challenges that every transport takes. Left to itself, Linux's FoundationNetworking never
    /// returns from the first.
    static let challenges = [
        "Basic realm=\"x\"", "Basic realm=\"x\", charset=\"UTF-8\"",
        "Digest realm=\"x\", nonce=\"n\"", "Bearer realm=\"x\"",
    ]

    /// Challenges that **end the process** in FoundationNetworking 6.0.3, which reads beyond the end
    /// of one without a quoted value. Nothing in its API is asked before it does: one more reason for
    /// the built-in transport, and why only that one is tested with these on Linux.
    static let challengesThatCrashLinux = ["Bearer", "Basic", "NTLM", "Negotiate", "Basic realm=x"]

    static var challengesAndCarriers: [(String, Carrier)] {
        Carrier.allCases.flatMap { carrier in
            #if os(Linux)
                let crashes = carrier == .urlSession
            #else
                let crashes = false
            #endif
            return (challenges + (crashes ? [] : challengesThatCrashLinux)).map { ($0, carrier) }
        }
    }

    @Test(arguments: challengesAndCarriers)
    func aRefusalWithAChallengeIsARefusal(_ challenge: String, _ carrier: Carrier) async throws {
        let simulator = try Simulator()
        for api in [Api.getV2, .postApiKey] {
            let client = try carrier.client(simulator, api: api)
            for body in [#"{"status": "Error", "details": "Token Expired"}"#, ""] {
                try await simulator.script(
                    status: 401, headers: ["WWW-Authenticate": challenge], body: body)
                let call = Task { try await client.setDisposition(Simulator.request) }
                guard case .refused(let receipt) = try await failure(call) else {
                    throw Mismatch(description: "another end")
                }
                #expect(receipt.httpStatus == 401)
                #expect(receipt.outcome == (body.isEmpty ? .authenticationFailed : .tokenExpired))
            }
        }
        #expect(try await simulator.journal().requests.count == 4)
    }

    @Test(arguments: Carrier.allCases)
    func aRequestGoesOutAsItWasBuilt(_ carrier: Carrier) async throws {
        let simulator = try Simulator()
        let client = try carrier.client(simulator, api: .postApiKey)
        try await simulator.script(
            status: 200, headers: ["Set-Cookie": "session=1; Path=/"], body: "{}")
        _ = await Task { try await client.setDisposition(Simulator.request) }.result
        _ = try await client.setDisposition(Simulator.request)

        let requests = try await simulator.journal().requests
        try #require(requests.count == 2)
        let built = try client.buildRequest(Simulator.request)
        for request in requests {
            #expect(request.target == built.target)
            for header in built.headers { #expect(request.header(header.name) == header.value) }
            for name in ["Cookie", "Referer", "Expect", "Authorization"] {
                #expect(request.header(name) == nil, "\(name)")
            }
            #expect(request.header("Accept-Encoding").map { $0 == "identity" } ?? true)
        }
    }

    @Test func uRLSessionReusesNoConnection() async throws {
        let simulator = try Simulator()
        let client = try Carrier.urlSession.client(simulator, api: .getV2)
        for _ in 0..<3 { _ = try await client.setDisposition(Simulator.request) }
        let connections = try await simulator.journal().requests.map(\.connection)
        #expect(Set(connections).count == 3)
    }

    /// Linux's FoundationNetworking drops such a header without a word, and the key with it.
    @Test(arguments: ["KK\nX-Other: 1", "KK\r", "\u{0}", "\u{7F}"])
    func uRLSessionSendsNothingWithoutAHeaderThatItCanNotCarry(_ value: String) async throws {
        let simulator = try Simulator()
        let limits = Limits(connect: .seconds(5), total: .seconds(10))
        let request = try Self.request(to: simulator, key: value)
        await #expect(throws: SendFailure(.unsendable)) {
            _ = try await URLSessionTransport().send(request, limits: limits)
        }
        #expect(try await simulator.journal().requests.isEmpty)
        let good = try Self.request(to: simulator, key: Simulator.key)
        let reply = try await URLSessionTransport().send(good, limits: limits)
        #expect(reply.status == 200)
    }

    @Test func uRLSessionSendsNothingToAnotherURLThanTheOneBuilt() async throws {
        let limits = Limits(connect: .seconds(5), total: .seconds(10))
        for url in ["http://127.0.0.1:1/a b", "http://127.0.0.1:1/ü", ""] {
            await #expect(throws: SendFailure(.unsendable)) {
                _ = try await URLSessionTransport().send(Self.request(url: url), limits: limits)
            }
        }
    }

    @Test(arguments: Carrier.allCases)
    func aLimitThatNeverComesIsOne(_ carrier: Carrier) async throws {
        let simulator = try Simulator()
        let request = try Self.request(to: simulator, key: Simulator.key)
        for long in [Duration.seconds(86_400 * 365), .seconds(Int64.max)] {
            let limits = Limits(connect: long, total: long, bodyBytes: .max)
            let reply = try await carrier.transport(simulator).send(request, limits: limits)
            #expect(reply.status == 200)
        }
    }

    @Test(arguments: Carrier.allCases)
    func aTransportReturnsAtOnceWhenItsTaskIsCancelled(_ carrier: Carrier) async throws {
        let simulator = try Simulator()
        try await simulator.inject("silent")
        let transport = try carrier.transport(simulator)
        let request = try Self.request(to: simulator, key: Simulator.key)
        let limits = Limits(connect: .seconds(5), total: .seconds(3_600))
        let sending = Task { try await transport.send(request, limits: limits) }
        try await simulator.received(1)
        sending.cancel()
        await #expect(throws: SendFailure(.cancelled)) { try await sending.value }
        // One that was cancelled before sends nothing.
        let late = Task {
            try? await Task.sleep(for: .seconds(3_600))
            return try await transport.send(request, limits: limits)
        }
        late.cancel()
        await #expect(throws: SendFailure(.cancelled)) { try await late.value }
        #expect(try await simulator.journal().requests.count == 1)
    }

    /// With nothing known of the request's leaving, with proof that it did not, and that it did.
    @Test(arguments: [
        (URLError.Code.timedOut, FailKind.timeout, FailKind.timeout, FailKind.timeout),
        (.networkConnectionLost, .reset, .reset, .reset),
        (.cannotParseResponse, .brokenReply, .brokenReply, .brokenReply),
        (.unknown, .transportFailed, .transportFailed, .transportFailed),
        (.clientCertificateRequired, .transportFailed, .transportFailed, .transportFailed),
        (.cannotFindHost, .nameLookup, .nameLookup, .transportFailed),
        (.notConnectedToInternet, .connect, .connect, .transportFailed),
        (.cannotConnectToHost, .transportFailed, .connect, .transportFailed),
        (.secureConnectionFailed, .transportFailed, .tls, .transportFailed),
        (.serverCertificateUntrusted, .transportFailed, .tls, .transportFailed),
    ])
    func aCodeMeansNoMoreThanItProves(
        _ code: URLError.Code, _ kind: FailKind, _ proven: FailKind, _ begun: FailKind
    ) {
        func means(
            stopped: FailKind? = nil, hasReply: Bool = false, departure: Departure = .unknown
        ) -> FailKind {
            FailKind(code, stopped: stopped, hasReply: hasReply, departure: departure)
        }
        #expect(means() == kind)
        #expect(means(departure: .impossible) == proven)
        #expect(means(departure: .begun) == begun)
        #expect(means(hasReply: true) == .brokenReply)
        #expect(means(stopped: .timeout, hasReply: true) == .timeout)
        #expect(means(stopped: .timeout, departure: .impossible) == .timeout)
        #expect(means(stopped: .timeout, departure: .begun) == .timeout)
        #expect(means(stopped: .cancelled, departure: .impossible) == .cancelled)
    }

    /// `localhost` has two addresses on many machines, and only one of them is served here. Linux's
    /// Foundation reports what goes wrong at the second as the refusal of the first.
    @Test(arguments: Carrier.allCases, ["close_after_applied", "reset_after_applied", "half_body"])
    func anAddressThatRefusesDoesNotHideThatAnotherTookTheRequest(
        _ carrier: Carrier, _ fault: String
    ) async throws {
        let simulator = try Simulator()
        try await simulator.inject(fault)
        let transport = try carrier.transport(simulator)
        let base = try simulator.baseURL.text
            .replacingOccurrences(of: "127.0.0.1", with: "localhost")
        let request = try CloudAgent.buildRequest(
            Simulator.request, for: Simulator.account, api: .getV2, baseURL: BaseURL(base))
        let limits = Limits(connect: .seconds(5), total: .seconds(10))
        do throws(SendFailure) {
            _ = try await transport.send(request, limits: limits)
            Issue.record("it went well")
        } catch {
            #expect([.reset, .brokenReply, .transportFailed].contains(error.kind), "\(error)")
        }
        #expect(try await simulator.journal().requests.count == 1)
    }

    @Test(arguments: Carrier.allCases)
    func nothingThatATransportThrowsHoldsTheKey(_ carrier: Carrier) async throws {
        let simulator = try Simulator()
        let limits = Limits(connect: .milliseconds(200), total: .milliseconds(300))
        let transport = try carrier.transport(simulator)
        for address in ["refuse_url", "unreachable_url"] {
            let base = try BaseURL(simulator.addresses[address] ?? "")
            let request = try CloudAgent.buildRequest(
                Simulator.request, for: Simulator.account, api: .getV2, baseURL: base)
            do throws(SendFailure) {
                _ = try await transport.send(request, limits: limits)
                Issue.record("it went well")
            } catch {
                #expect(leaks(Simulator.key, in: error, transport, request) == [])
            }
            // The sweep finds what URLSession's own error holds.
            let url = try #require(URL(string: request.url))
            if address == "refuse_url" {
                do {
                    _ = try await URLSession.shared.data(from: url)
                } catch {
                    #expect(leaks(Simulator.key, in: error) != [])
                }
            }
        }
    }

    #if canImport(FoundationNetworking)
        /// Foundation would hand the request to the proxy, and the key with it.
        @Test(arguments: [
            ("http_proxy", "", true), ("ALL_PROXY", "", true), ("all_proxy", "other", true),
            ("http_proxy", "other, 127.0.0.1", false), ("http_proxy", "*", false),
            ("http_proxy", "other, *", true),
            ("https_proxy", "", false), ("HTTP_PROXY", "", false),
        ])
        func aProxyOfTheEnvironmentIsSeen(_ name: String, _ exempt: String, _ isProxied: Bool)
            throws
        {
            let request = try Self.request(url: "http://127.0.0.1:1/")
            let environment = [name: "http://127.0.0.1:2", "NO_PROXY": exempt]
            #expect(URLSessionTransport.isProxied(request, environment) == isProxied)
            #expect(!URLSessionTransport.isProxied(request, [name: ""]))
        }
    #endif

    static func request(to simulator: Simulator, key: String) throws -> HTTPRequest {
        let url = "\(try simulator.baseURL)/ca_apis/DispositionAPIV2"
        return try request(url: url, key: key)
    }

    static func request(url: String, key: String = Simulator.key) throws -> HTTPRequest {
        try HTTPRequest(
            HttpRequestData(
                method: "POST", url: url, host: "127.0.0.1", port: 1, target: "/", path: "/",
                headers: [HeaderData(name: "apiKey", value: key)], body: "{}",
                mayUseProxy: false))
    }
}

/// The transports of this platform.
enum Carrier: CaseIterable, CustomTestStringConvertible {
    #if os(Linux)
        case builtIn
    #endif
    case urlSession

    var testDescription: String { "\(self)" }

    func transport(_ simulator: Simulator) throws -> any Transport {
        switch self {
        #if os(Linux)
            case .builtIn: try BuiltInTransport()
        #endif
        case .urlSession: URLSessionTransport()
        }
    }

    func client(_ simulator: Simulator, api: Api) throws -> DispositionClient {
        try DispositionClient(
            account: Simulator.account, api: api, transport: transport(simulator),
            baseURL: simulator.baseURL)
    }
}
