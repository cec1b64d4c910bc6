// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// What was asked for, which says how much of a reply is read.
public enum Asked: String, CaseIterable, Sendable, Codable {
    /// The records of one call: at most 1,000, and 8 MiB.
    case oneCall = "one_call"
    /// The records of a day: at most 50,000, and 64 MiB.
    case day
}

extension Asked: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
