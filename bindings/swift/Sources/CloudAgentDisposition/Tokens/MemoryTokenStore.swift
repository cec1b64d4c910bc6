import Foundation

/// A ``TokenStore`` in memory: for several clients of one process, and for tests. One client alone needs
/// none: it keeps its token by itself.
public actor MemoryTokenStore: TokenStore {
    private var kept: [String: TokenStoreEntry] = [:]
    private var writings = 0

    /// A store that keeps nothing yet.
    public init() {}

    /// What is kept under this key.
    public func get(_ key: String) -> TokenStoreEntry? { kept[key] }

    /// Keeps these bytes under this key, if the version there still is the one given.
    public func putIf(_ key: String, version: String?, bytes: Data) -> TokenStorePut {
        guard kept[key]?.version == version else { return .conflict }
        writings += 1
        kept[key] = TokenStoreEntry(bytes: bytes, version: String(writings))
        return .written
    }
}

extension MemoryTokenStore: Redacted {
    /// That it is one.
    public nonisolated var description: String { "MemoryTokenStore" }
}
