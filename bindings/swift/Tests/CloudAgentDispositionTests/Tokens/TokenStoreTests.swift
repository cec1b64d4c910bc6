import Foundation
import Testing

@testable import CloudAgentDisposition

/// The stores that come with the package, and what a store of a user's own may do.
@Suite(.timeLimit(.minutes(1))) struct TokenStoreTests {
    /// A folder that nobody else may write to.
    private static func folder() throws -> URL {
        let folder = try CloudAgentDispositionTests.folder([:])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o700], ofItemAtPath: folder.path)
        return folder
    }

    private static func stores() throws -> [any TokenStore] {
        let file = try folder().appendingPathComponent("tokens").path
        return [MemoryTokenStore(), FileTokenStore(path: file)]
    }

    @Test func aVersionIsReplacedOnce() async throws {
        for store in try Self.stores() {
            #expect(try await store.get("k") == nil)
            let (one, other) = (Data("marker".utf8), Data("other".utf8))
            #expect(try await store.putIf("k", version: "0", bytes: one) == .conflict)
            #expect(try await store.putIf("k", version: nil, bytes: one) == .written)
            #expect(try await store.putIf("k", version: nil, bytes: other) == .conflict)
            let first = try #require(try await store.get("k"))
            #expect(first.bytes == one && leaks("marker", in: first, store) == [])
            // The same bytes once more are a writing of their own.
            #expect(try await store.putIf("k", version: first.version, bytes: one) == .written)
            #expect(try await store.putIf("k", version: first.version, bytes: one) == .conflict)
        }
    }

    @Test func ofThoseWhoReadOneVersionOneWrites() async throws {
        for store in try Self.stores() {
            for _ in 0..<50 {
                let version = try await store.get("k")?.version
                let written = try await withThrowingTaskGroup(of: TokenStorePut.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            try await store.putIf("k", version: version, bytes: Data("x".utf8))
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 == .written ? 1 : 0) }
                }
                #expect(written == 1)
            }
        }
    }

    @Test func aFileIsItsOwnersAndAnotherFileIsLeftAlone() async throws {
        let folder = try Self.folder()
        let path = folder.appendingPathComponent("tokens").path
        let store = FileTokenStore(path: path)
        #expect(try await store.putIf("k", version: nil, bytes: Data("t".utf8)) == .written)
        let found = try FileManager.default.attributesOfItem(atPath: path)
        #expect(found[.posixPermissions] as? Int == 0o600)
        // It is another client's, too.
        #expect(try await FileTokenStore(path: path).get("k")?.bytes == Data("t".utf8))

        let precious = folder.appendingPathComponent("precious")
        try Data("mine".utf8).write(to: precious)
        for wrong in [precious.path, "\(path)/below", folder.path, "/proc/nowhere/tokens"] {
            let store = FileTokenStore(path: wrong)
            await #expect(throws: TokenStoreFailure.self) { try await store.get("k") }
            await #expect(throws: TokenStoreFailure.self) {
                try await store.putIf("k", version: nil, bytes: Data())
            }
        }
        #expect(try Data(contentsOf: precious) == Data("mine".utf8))
        #expect("\(store)" == "FileTokenStore(\(path.debugDescription))")
    }

    /// Two clients, as two processes would, on one store: one token serves both, and where it has
    /// expired, one new one.
    @Test func clientsShareOneToken() async throws {
        for store in try Self.stores() {
            let simulator = try Simulator()
            let clients = try (0..<2).map { _ in
                try simulator.client(
                    for: Simulator.tokenAccount, api: .postToken, tokenStore: store)
            }
            for expected in 1...2 {
                for client in clients {
                    let outcome = await client.end().receipt.outcome
                    #expect([.saved, .alreadyDisposed].contains(outcome))
                }
                #expect(try await simulator.journal().tokenRequests == expected)
                try await simulator.expireTokens()
            }
        }
    }
}
