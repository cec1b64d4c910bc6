{% for set in sets %}
{%- if set.is_of_the_client() %}
#ifndef CAD_NO_CLIENT
{%- endif %}
/// The word of this `{{ set.class() }}`, `unknown` for a number that is none.
[[nodiscard]] inline std::string_view name({{ set.class() }} value) noexcept
{
{%- if set.words.open %}
    return {{ set.name }}_name(detail::number(value));
{%- else %}
    return {{ set.name }}_name(static_cast<{{ set.name }}>(value));
{%- endif %}
}
{%- if set.is_of_the_client() %}
#endif
{%- endif %}
{% endfor %}
