import Foundation

/// Keeps the token that several processes or clients share. A new token of an account ends all its
/// earlier ones, so those who call for the same account must share one.
///
/// It is dumb on purpose: it reads bytes and replaces them. What the bytes mean, who may fetch a token
/// and when, are the library's rules. A store of your own is two functions over whatever your processes
/// have in common: a row of a database, a key of Redis, the keychain group of an app and its extensions.
///
/// The bytes hold a token: protect them as you would protect a password, and don't log them. There are
/// at most 16 KiB of them. It is called from any task, by several at once, and a call waits for it until
/// its deadline: it should answer within a second, or throw. What it throws is not repeated anywhere;
/// the call then ends as ``DispositionError/notSent(kind:receipt:)`` with `tokenStore`.
///
/// A call that ends earlier, by a cancel or its deadline, does not cancel what the store is doing.
public protocol TokenStore: Sendable {
    /// What is kept under this key; `nil` where nothing is.
    ///
    /// - Parameter key: Names an account at a server: 1 to 64 ASCII letters and digits, the same for the
    ///   same account in every process, whatever language it is written in. It is no secret.
    /// - Throws: Where the store can't be read.
    func get(_ key: String) async throws -> TokenStoreEntry?

    /// Keeps these bytes under this key, if the version there still is the one given, or if nothing is
    /// there where none is given.
    ///
    /// **It must be atomic** over everybody who uses the store: of two who read the same version, one
    /// writes and the other is told of the conflict. A read followed by a write is not enough.
    ///
    /// - Throws: Where the store can't be written. Whether something was written is then not known.
    func putIf(
        _ key: String, version: String?, bytes: Data
    ) async throws -> TokenStorePut
}

/// What a ``TokenStore`` keeps under one key. It prints its version only.
public struct TokenStoreEntry: Sendable, Redacted {
    /// What was put there.
    public let bytes: Data
    /// Which writing of it this is. The store chooses the text; no two writings under a key have the
    /// same.
    public let version: String

    /// An entry of these.
    public init(bytes: Data, version: String) {
        self.bytes = bytes
        self.version = version
    }

    /// The version, and that the bytes are not shown.
    public var description: String {
        "TokenStoreEntry(\(version.debugDescription), [redacted])"
    }
}

/// What became of a ``TokenStore/putIf(_:version:bytes:)``.
public enum TokenStorePut: Hashable, Sendable {
    /// The bytes are kept, under a new version.
    case written
    /// Nothing has changed: the version is another one by now.
    case conflict
}
