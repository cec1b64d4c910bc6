// Generated from the core's tables by `cargo gen`. Change those, not this file.

{{ self::doc("", set.doc) }}
public enum {{ name }}: String, CaseIterable, Sendable, Codable {
{%- for word in set.all %}
{{ self::value_doc(word.code, word.doc) }}
    case {{ self::value(word.code) }}{% if self::value(word.code) != word.code %} = "{{ word.code }}"{% endif %}
{%- endfor %}
}

extension {{ name }}: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}

