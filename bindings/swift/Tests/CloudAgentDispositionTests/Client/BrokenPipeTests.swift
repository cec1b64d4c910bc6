#if os(Linux)
    import Foundation
    import Testing

    @testable import CloudAgentDisposition

    /// A server that goes away while a long comment is being written to it. The write that follows
    /// raises SIGPIPE, whose default ends the process, this one with all its tests: nobody here ignores
    /// it.
    @Suite(.serialized, .timeLimit(.minutes(3))) struct BrokenPipeTests {
        enum Wire: String, CaseIterable {
            case builtInOverTCP, builtInOverTLS, urlSessionOverTCP
        }

        @Test(arguments: Wire.allCases)
        func aPeerThatGoesAwayEndsTheCallAndNotTheProcess(_ wire: Wire) async throws {
            let simulator = try Simulator()
            let client = try wire.client(simulator)
            try await simulator.inject("reset_while_reading")
            var request = Simulator.request
            request.comments = String(repeating: "x", count: 60_000)
            // After the simulator was started and asked: whatever that set, this is the default.
            signal(SIGPIPE, SIG_DFL)
            var ends: [FailKind?: Int] = [:]
            for _ in 0..<300 {
                do throws(DispositionError) {
                    Issue.record("it ended with \(try await client.setDisposition(request))")
                } catch {
                    ends[error.receipt.attempts.last?.kind, default: 0] += 1
                }
            }
            // They break while the request is out, which no failed handshake would be.
            let whileOut = [FailKind.reset, .brokenReply, .transportFailed].reduce(0) {
                $0 + (ends[$1] ?? 0)
            }
            #expect(whileOut > 150, "\(ends)")
        }
    }

    extension BrokenPipeTests.Wire {
        fileprivate func client(_ simulator: Simulator) throws -> DispositionClient {
            let isTLS = self == .builtInOverTLS
            let transport: any Transport =
                switch self {
                case .builtInOverTCP: try BuiltInTransport()
                case .builtInOverTLS:
                    try BuiltInTransport(extraCaPem: simulator.addresses["tls_certificate"])
                case .urlSessionOverTCP: URLSessionTransport()
                }
            return try DispositionClient(
                account: Simulator.account, api: .postApiKey, transport: transport,
                baseURL: isTLS
                    ? BaseURL(simulator.addresses["tls_url"] ?? "") : simulator.baseURL)
        }
    }
#endif
