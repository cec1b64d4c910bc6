internal import CloudAgentDispositionBridge

/// One header of an ``HTTPRequest``. It prints its name only: its value may be the credential.
public struct HTTPHeader: Hashable, Sendable, Redacted {
    /// The name.
    public let name: String
    /// The value.
    public let value: String

    init(_ record: HeaderData) {
        name = record.name
        value = record.value
    }

    /// The name.
    public var description: String { "HTTPHeader(\(name))" }
}
