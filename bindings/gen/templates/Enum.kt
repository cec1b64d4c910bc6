// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

{{ self::kdoc("", set.doc) }}
public enum class {{ name }}(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
{%- for word in set.all %}
{{ self::kdoc("    ", word.doc) }}
    {{ word.constant() }}("{{ word.code }}"),
{% endfor %}    ;

    /** The [code]. */
    override fun toString(): String = code
}

