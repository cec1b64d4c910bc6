// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

{{ self::kdoc("", set.doc) }}
public enum class {{ name }}(
    /** The word that the JSON forms and the other languages use. */
    {% if self.is_kind() %}override{% else %}public{% endif %} val code: String,
){% if self.is_kind() %} : Kind{% endif %} {
{%- for word in set.all %}
{{ self::kdoc("    ", word.doc) }}
    {{ word.constant() }}("{{ word.code }}"),
{% endfor %}    ;

    /** The [code]. */
    override fun toString(): String = code
}

