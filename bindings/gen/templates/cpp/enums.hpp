{% for set in sets %}
{%- if set.is_of_the_client() %}
#ifndef CAD_NO_CLIENT
{%- endif %}
{{ self::doc("", set.words.doc) }}
enum class {{ set.class() }} : std::uint32_t {
{%- for word in set.words.all %}
{{ self::doc("    ", word.doc) }}
    {{ word.code }} = {{ set.constant(word) }},
{%- endfor %}
};
{%- if set.is_of_the_client() %}
#endif
{%- endif %}
{% endfor %}
