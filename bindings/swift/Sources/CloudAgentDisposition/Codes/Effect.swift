/// What happened to the **disposition**. The vendor confirms no pause.
public enum Effect: String, CaseIterable, Sendable, Codable {
    /// It is recorded.
    case applied
    /// The agent is still on the call: it is in force when the call disconnects.
    case queued
    /// Success, but the vendor's words don't tell which of the two.
    case accepted
    /// This request did not record it.
    case notApplied = "not_applied"
    /// It may have been recorded: nothing proves either.
    case unknown
}

extension Effect: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
