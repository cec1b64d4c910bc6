// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// What the vendor said. Open: minor versions add values, so keep a default branch.
///
/// A code that this version does not know, such as one from a store that a newer version filled, is
/// a value too, and equals none of the constants.
public struct Outcome: RawRepresentable, CaseIterable, Hashable, Sendable, Codable {
    /// The code: the same word in every language.
    public let rawValue: String

    /// The value of a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The disposition is saved.
    public static let saved = Outcome(rawValue: "saved")
    /// The disposition is saved, in place of an earlier one.
    public static let updated = Outcome(rawValue: "updated")
    /// The agent is still on the call: it is in force when the call disconnects.
    public static let queued = Outcome(rawValue: "queued")
    /// A success in words that no page prints.
    public static let succeeded = Outcome(rawValue: "succeeded")
    /// The call has a disposition already.
    public static let alreadyDisposed = Outcome(rawValue: "already_disposed")
    /// The key, the user name or the region is wrong.
    public static let authenticationFailed = Outcome(rawValue: "authentication_failed")
    /// No credentials arrived, or the account uses the other API-authentication mode.
    public static let credentialsMissing = Outcome(rawValue: "credentials_missing")
    /// The token's time is over.
    public static let tokenExpired = Outcome(rawValue: "token_expired")
    /// The token does not hold, most often because a newer one was made.
    public static let tokenInvalid = Outcome(rawValue: "token_invalid")
    /// No call has this ucid and did: the vendor doesn't say which is wrong.
    public static let unknownCall = Outcome(rawValue: "unknown_call")
    /// There is no such agent.
    public static let invalidAgent = Outcome(rawValue: "invalid_agent")
    /// The request's action was not known.
    public static let invalidAction = Outcome(rawValue: "invalid_action")
    /// The request came without a disposition.
    public static let emptyDisposition = Outcome(rawValue: "empty_disposition")
    /// A pause came without a reason.
    public static let missingPauseReason = Outcome(rawValue: "missing_pause_reason")
    /// The account has no such pause reason.
    public static let invalidPauseReason = Outcome(rawValue: "invalid_pause_reason")
    /// The request was not understood.
    public static let badRequest = Outcome(rawValue: "bad_request")
    /// The vendor could not do it just now.
    public static let unableToDispose = Outcome(rawValue: "unable_to_dispose")
    /// Too many requests.
    public static let rateLimited = Outcome(rawValue: "rate_limited")
    /// A refusal in words that no page prints.
    public static let rejected = Outcome(rawValue: "rejected")
    /// The server, or something before it, will not take this one request.
    public static let forbidden = Outcome(rawValue: "forbidden")
    /// The server pointed elsewhere; redirects are never followed.
    public static let redirected = Outcome(rawValue: "redirected")
    /// This API is not at this address.
    public static let endpointNotFound = Outcome(rawValue: "endpoint_not_found")
    /// A proxy wants credentials.
    public static let proxyRefused = Outcome(rawValue: "proxy_refused")
    /// The server, or something before it, was out of order.
    public static let unavailable = Outcome(rawValue: "unavailable")
    /// A reply that says nothing which can be relied on.
    public static let unrecognised = Outcome(rawValue: "unrecognised")
    /// The campaign has no dispositions (only for a list).
    public static let noneFound = Outcome(rawValue: "none_found")

    /// Every value that this version knows, in the order of the rules.
    public static let allCases: [Outcome] = [
        .saved, .updated, .queued, .succeeded, .alreadyDisposed, .authenticationFailed,
        .credentialsMissing, .tokenExpired, .tokenInvalid, .unknownCall, .invalidAgent,
        .invalidAction, .emptyDisposition, .missingPauseReason, .invalidPauseReason, .badRequest,
        .unableToDispose, .rateLimited, .rejected, .forbidden, .redirected, .endpointNotFound,
        .proxyRefused, .unavailable, .unrecognised, .noneFound,
    ]
}

extension Outcome: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
