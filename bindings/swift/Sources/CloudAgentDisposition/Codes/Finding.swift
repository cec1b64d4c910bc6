// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// What records say of a disposition that nobody knew of. Open: minor versions add values, so keep
/// a default branch and go by the effect there.
///
/// A code that this version does not know, such as one from a store that a newer version filled, is
/// a value too, and equals none of the constants.
public struct Finding: RawRepresentable, CaseIterable, Hashable, Sendable, Codable {
    /// The code: the same word in every language.
    public let rawValue: String

    /// The value of a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It stands: the record has the same text.
    public static let stands = Finding(rawValue: "stands")
    /// Another one stands: this one is not in force, and may have been written over.
    public static let anotherStands = Finding(rawValue: "another_stands")
    /// The call's record has none yet, or none that can be read.
    public static let noneYet = Finding(rawValue: "none_yet")
    /// There is no record of this leg of the call.
    public static let notFound = Finding(rawValue: "not_found")
    /// No list of records came.
    public static let noAnswer = Finding(rawValue: "no_answer")

    /// Every value that this version knows, in the order of the rules.
    public static let allCases: [Finding] = [
        .stands, .anotherStands, .noneYet, .notFound, .noAnswer,
    ]
}

extension Finding: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
