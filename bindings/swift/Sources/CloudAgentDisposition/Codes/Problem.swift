// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// What is wrong with a field. Open: minor versions add values, so keep a default branch.
///
/// A code that this version does not know, such as one from a store that a newer version filled, is
/// a value too, and equals none of the constants.
public struct Problem: RawRepresentable, CaseIterable, Hashable, Sendable, Codable {
    /// The code: the same word in every language.
    public let rawValue: String

    /// The value of a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It must be there, and is absent (or blank).
    public static let missing = Problem(rawValue: "missing")
    /// It can't be read as what it must be.
    public static let invalid = Problem(rawValue: "invalid")
    /// This API can't carry it.
    public static let unsupported = Problem(rawValue: "unsupported")
    /// It holds control characters.
    public static let controlCharacters = Problem(rawValue: "control_characters")
    /// It holds something that a header can't carry.
    public static let notAscii = Problem(rawValue: "not_ascii")
    /// It begins or ends with white space.
    public static let surroundingSpace = Problem(rawValue: "surrounding_space")
    /// It is longer than it may be.
    public static let tooLong = Problem(rawValue: "too_long")
    /// A spreadsheet or a data frame spoilt it, as in `8.18917E+16`.
    public static let damagedNumber = Problem(rawValue: "damaged_number")
    /// It holds something other than digits.
    public static let notDigits = Problem(rawValue: "not_digits")
    /// It holds characters that nobody sees.
    public static let invisibleCharacter = Problem(rawValue: "invisible_character")
    /// It names a chain of agents.
    public static let severalAgents = Problem(rawValue: "several_agents")
    /// It has no effect here.
    public static let unused = Problem(rawValue: "unused")
    /// Its seconds can't be sent.
    public static let secondsDropped = Problem(rawValue: "seconds_dropped")
    /// It is read in the vendor's zone.
    public static let zoneAssumed = Problem(rawValue: "zone_assumed")
    /// It is none of those that are known: no parameter of this API, or not on the list.
    public static let unknown = Problem(rawValue: "unknown")
    /// It is there more than once.
    public static let duplicate = Problem(rawValue: "duplicate")
    /// Plain http to a host other than this machine.
    public static let notHttps = Problem(rawValue: "not_https")
    /// It holds a user name or password.
    public static let userInfo = Problem(rawValue: "user_info")
    /// It holds a query.
    public static let query = Problem(rawValue: "query")
    /// It holds a fragment.
    public static let fragment = Problem(rawValue: "fragment")
    /// It is later than today.
    public static let inTheFuture = Problem(rawValue: "in_the_future")
    /// It is so long ago that the vendor shows nothing of it.
    public static let tooOld = Problem(rawValue: "too_old")

    /// Every value that this version knows, in the order of the rules.
    public static let allCases: [Problem] = [
        .missing, .invalid, .unsupported, .controlCharacters, .notAscii, .surroundingSpace,
        .tooLong, .damagedNumber, .notDigits, .invisibleCharacter, .severalAgents, .unused,
        .secondsDropped, .zoneAssumed, .unknown, .duplicate, .notHttps, .userInfo, .query,
        .fragment, .inTheFuture, .tooOld,
    ]
}

extension Problem: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
