internal import CloudAgentDispositionBridge

/// When a call sends its request again.
///
/// What is resent by default is only what is known to have had no effect: a request that did not
/// leave this machine, and one that was refused with a time to come back. Within the call's
/// deadline, after a short random wait, from a budget that the calls of a client share.
public struct RetryPolicy: Hashable, Sendable {
    /// How often one call may send in all: 1 to 10.
    public var attempts: Int
    /// Whether to send again, too, where nobody knows what happened to the last attempt: then **a
    /// disposition may be applied twice**. Never where a pause or an auto-release is asked for.
    public var resendUnknown: Bool

    /// A policy.
    public init(attempts: Int = 3, resendUnknown: Bool = false) {
        self.attempts = attempts
        self.resendUnknown = resendUnknown
    }

    /// One attempt.
    public static let none = RetryPolicy(attempts: 1)

    /// A number that is too small or too large is so for the core, which says it.
    var record: RetryData {
        RetryData(attempts: UInt32(clamping: attempts), resendUnknown: resendUnknown)
    }
}
