// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

{{ doc }}
public struct {{ name }}: Hashable, Sendable {
{%- for field in fields %}
{{ field.doc }}
    public var {{ field.name }}: {{ field.kind }}
{%- endfor %}
{%- if is_stored %}
    /// What a newer version wrote into the JSON form that it was read from. Only the core reads it.
    var newer: String?
{%- endif %}

    /// {{ article }} of these.
    public init(
{%- for field in fields %}
        {{ field.name }}: {{ field.kind }}{{ field.default(name) }}{% if !loop.last %},{% endif %}
{%- endfor %}
    ) {
{%- for field in fields %}
        self.{{ field.name }} = {{ field.name }}
{%- endfor %}
    }
}

extension {{ name }} {
    init(_ record: {{ name }}Data){% if self.is_judged() %} throws{% endif %} {
        {% if self.is_judged() %}try {% endif %}self.init(
{%- for field in fields %}
            {{ field.name }}: {{ field.from("record") }}{% if !loop.last %},{% endif %}
{%- endfor %}
        )
{%- if is_stored %}
        newer = record.newer
{%- endif %}
    }
{%- if is_answer %}

    /// The same record as its bytes: its fields in their order.
    init(reading answer: inout Answer) throws {
        try self.init(
{%- for field in fields %}
            {{ field.name }}: {{ field.from("answer") }}{% if !loop.last %},{% endif %}
{%- endfor %}
        )
    }
{%- endif %}
{%- if is_returned %}

    var {{ returned }}: {{ name }}Data {
        {{ name }}Data(
{%- for field in fields %}
            {{ field.record }}: {{ field.to() }}{% if !loop.last || is_stored %},{% endif %}
{%- endfor %}
{%- if is_stored %}
            newer: newer
{%- endif %}
        )
    }
{%- endif %}
}

