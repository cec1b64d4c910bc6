// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// What happened to the **disposition**. Closed: a new value is a major version, so branch on it
/// without a default.
///
/// The vendor confirms no pause: its words are the same with and without one.
public enum Effect: String, CaseIterable, Sendable, Codable {
    /// The disposition is recorded.
    case applied
    /// The agent is still on the call: it is in force when the call disconnects.
    case queued
    /// Success, but the vendor's words don't tell which of the two.
    case accepted
    /// The disposition was not recorded by this request.
    case notApplied = "not_applied"
    /// It may have been recorded: nothing proves either.
    case unknown
}

extension Effect: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
