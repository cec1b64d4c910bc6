internal import CloudAgentDispositionBridge

/// The vendor's end-of-call callback, as ``CloudAgent/readCallback(_:)`` reads it.
///
/// It holds the account's api key, which the vendor sends in clear: nothing reads the key back, prints it
/// or writes it anywhere. Don't log the body that it was read from.
public struct Callback: Sendable, Redacted {
    /// The record of the call. It has a ``CallRecord/callID``, and most often no ucid.
    public let record: CallRecord
    /// The account's user name, where the callback says it.
    public let customer: String?
    private let handle: CallbackHandle

    init(_ handle: CallbackHandle) throws {
        record = CallRecord(try handle.record())
        customer = try handle.customer()
        self.handle = handle
    }

    /// Whether it holds this account's api key. That is a sign, not a proof: the vendor signs nothing, and
    /// whoever saw one callback can send another.
    ///
    /// No, where the callback has no key, or the account has none, as with a token. It takes the same time
    /// wherever two keys of one length differ.
    public func isAuthentic(for account: Account) throws(InternalFailure) -> Bool {
        try ask { try handle.authentic(account: account.handle) }
    }

    /// The call's record, as that prints itself.
    public var description: String { "Callback(\(record))" }
}
