internal import CloudAgentDispositionBridge
import Foundation

/// A ``TokenStore`` that is one file on this machine, for processes of one user, whatever language each is
/// written in. It may serve many accounts.
///
/// The file is readable for its owner only (`0600`), and its folder must be there. A folder that others may
/// write to is refused, unless only owners may remove files there, as in `/tmp`. A writing replaces the file
/// as a whole, under a lock that lives for microseconds and goes with its process.
public struct FileTokenStore: TokenStore, Redacted {
    /// Where the file is.
    public let path: String

    private let lent: FileStoreHandle?

    /// A store in the file of this path, which need not exist. No I/O. A relative path is resolved now.
    public init(path: String) {
        self.path = path
        lent = try? FileStoreHandle(path: path)
    }

    /// What is kept under this key.
    ///
    /// - Throws: ``TokenStoreFailure`` where the file can't be read, or must not be used.
    public func get(_ key: String) async throws -> TokenStoreEntry? {
        switch try await carryOut(.get(key: key)) {
        case .found(let bytes, let version):
            TokenStoreEntry(bytes: try ask { try bytes.expose() }, version: version)
        case .nothing: nil
        default: throw TokenStoreFailure()
        }
    }

    /// Keeps these bytes under this key, if the version there still is the one given.
    ///
    /// - Throws: ``TokenStoreFailure`` where the file can't be written, or must not be used.
    public func putIf(
        _ key: String, version: String?, bytes: Data
    ) async throws -> TokenStorePut {
        let bytes = try ask { try SecretBytesHandle(bytes: bytes) }
        switch try await carryOut(.putIf(key: key, version: version, bytes: bytes)) {
        case .written: return .written
        case .conflict: return .conflict
        default: throw TokenStoreFailure()
        }
    }

    private func carryOut(_ operation: StoreOperationData) async throws -> StoreAnswerData {
        let handle = try present(lent)
        // It waits for the file's lock, and for the disk.
        let answer = await onThread {
            try? ask { try handle.carryOut(operation: operation) }
        }
        return try present(answer)
    }

    /// The path.
    public var description: String { "FileTokenStore(\(path.debugDescription))" }
}

/// A token store could not do what it was asked to. It holds no reason: an error of a database may print
/// the token.
public struct TokenStoreFailure: Error, Hashable, Sendable {
    /// A failure.
    public init() {}
}

extension TokenStoreFailure: CustomStringConvertible {
    /// That the store failed.
    public var description: String { "The token store could not do what it was asked to." }
}
