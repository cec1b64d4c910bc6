#if os(Linux)
    import Testing

    @testable import CloudAgentDisposition

    /// What the built-in transport can be told.
    @Suite(.timeLimit(.minutes(1))) struct BuiltInTransportTests {
        @Test func aSettingThatCanNotBeUsedIsRefusedAndNotRepeated() throws {
            let key = Simulator.key
            let refused: [(Field, () throws -> BuiltInTransport)] = [
                (.proxy, { try BuiltInTransport(proxy: .url("socks5://u:\(key)@proxy")) }),
                (.extraCaPem, { try BuiltInTransport(extraCaPem: key) }),
                (.deadline, { try BuiltInTransport(connectTimeout: .zero) }),
            ]
            for (field, make) in refused {
                do {
                    _ = try make()
                    Issue.record("\(field) was taken")
                } catch let error as DispositionError {
                    guard case .invalidRequest(let violations, _) = error else { throw error }
                    #expect(violations.map(\.field) == [field])
                    #expect(leaks(key, in: error) == [])
                }
            }
        }

        @Test func aProxyIsUsedAndDoesNotPrintItsPassword() async throws {
            let key = Simulator.key
            let proxy = BuiltInTransport.Proxy.url("http://u:KK-marker%2F7%2Bcanary@127.0.0.1:1")
            #expect(leaks(key, in: proxy) == [])
            // Nobody listens on port 1, so what goes through it gets nowhere.
            let transport = try BuiltInTransport(proxy: proxy)
            #expect(leaks(key, in: transport) == [])
            let client = try DispositionClient(
                account: Simulator.account, api: .getV2, transport: transport)
            let call = Task { try await client.setDisposition(Simulator.request) }
            guard case .notSent(let kind, _) = try await failure(call) else {
                throw Mismatch(description: "another end")
            }
            #expect([.connect, .proxy].contains(kind))
        }

        @Test func aHostOnThisMachineIsReachedWithoutTheProxy() async throws {
            let simulator = try Simulator()
            let transport = try BuiltInTransport(proxy: .url("http://127.0.0.1:1"))
            let client = try DispositionClient(
                account: Simulator.account, api: .getV2, transport: transport,
                baseURL: simulator.baseURL)
            #expect(try await client.setDisposition(Simulator.request).outcome == .saved)
        }

        @Test func theClientsConnectTimeoutHoldsWhereItNamesNone() async throws {
            let simulator = try Simulator()
            let unreachable = try BaseURL(simulator.addresses["unreachable_url"] ?? "")
            for (own, expected) in [(nil, 100), (Duration.milliseconds(300), 300)] {
                let client = try DispositionClient(
                    account: Simulator.account, api: .getV2,
                    transport: try BuiltInTransport(connectTimeout: own),
                    baseURL: unreachable, connectTimeout: .milliseconds(100))
                let call = Task { try await client.setDisposition(Simulator.request) }
                guard case .notSent(.connectTimeout, let receipt) = try await failure(call) else {
                    throw Mismatch(description: "another end")
                }
                let took = try #require(receipt.attempts.first).duration
                // The default, of which this must not be a part, is 5 s.
                #expect(took >= .milliseconds(expected) && took < .seconds(4))
            }
        }

        @Test func itKeepsConnections() async throws {
            let simulator = try Simulator()
            let client = try Carrier.builtIn.client(simulator, api: .getV2)
            for _ in 0..<3 { _ = try await client.setDisposition(Simulator.request) }
            let connections = try await simulator.journal().requests.map(\.connection)
            #expect(Set(connections).count == 1)
        }
    }
#endif
