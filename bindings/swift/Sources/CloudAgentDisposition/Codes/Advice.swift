// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// What to do next. Closed: a new value is a major version, so branch on it without a default.
public enum Advice: String, CaseIterable, Sendable, Codable {
    /// Nothing. (Not called `none`, which an optional takes for its own.)
    case nothing = "none"
    /// Mend the request's fields.
    case fixRequest = "fix_request"
    /// Mend the api key, the user name, or the region's host.
    case fixCredentials = "fix_credentials"
    /// Mend the set-up: the API chosen, the base URL, the proxy, TLS trust.
    case fixConfiguration = "fix_configuration"
    /// Get a new token, then send again.
    case refreshToken = "refresh_token"
    /// Not applied; the same request may be sent again after a wait.
    case retryLater = "retry_later"
    /// It may have been applied: look in CloudAgent before sending again.
    case checkFirst = "check_first"
    /// Sending again will not help.
    case doNotRetry = "do_not_retry"
}

extension Advice: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
