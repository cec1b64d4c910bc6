// Generated from the core's tables by `cargo gen`. Change those, not this file.

{{ self::doc("", set.doc) }}
///
/// A code that this version does not know, such as one from a store that a newer version filled, is
/// a value too, and equals none of the constants.
public struct {{ name }}: RawRepresentable, CaseIterable, Hashable, Sendable, Codable {
    /// The code: the same word in every language.
    public let rawValue: String

    /// The value of a code.
    public init(rawValue: String) { self.rawValue = rawValue }
{% for word in set.all %}
{{ self::value_doc(word.code, word.doc) }}
    public static let {{ self::value(word.code) }} = {{ name }}(rawValue: "{{ word.code }}")
{%- endfor %}

    /// Every value that this version knows, in the order of the rules.
    public static let allCases: [{{ name }}] = [
{{ self::all(set) }}
    ]
}

extension {{ name }}: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}

