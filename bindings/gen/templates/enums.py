# Generated from the core's tables by `cargo gen`. Change those, not this file.
"""{{ about }}"""

from ._code import Code
{%- for set in sets %}


class {{ set.name }}(Code):
{{ self::docstring(set.doc) }}
{% for word in set.all %}
    {{ word.constant() }} = "{{ word.code }}"
{{ self::docstring(word.doc) }}
{%- endfor %}
{%- endfor %}

