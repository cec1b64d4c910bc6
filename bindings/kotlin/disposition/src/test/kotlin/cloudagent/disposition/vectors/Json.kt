package cloudagent.disposition.vectors

import com.fasterxml.jackson.core.StreamReadFeature
import com.fasterxml.jackson.databind.DeserializationFeature
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.json.JsonMapper
import com.fasterxml.jackson.databind.node.NullNode

internal val MAPPER: JsonMapper =
    JsonMapper
        .builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()

internal val NULL: JsonNode = NullNode.instance

internal fun json(vararg values: Pair<String, Any?>): JsonNode = MAPPER.valueToTree(mapOf(*values))

/** A text, or null where there is none. */
internal fun JsonNode.text(name: String): String? {
    val value = this[name] ?: return null
    expect(value.isTextual || value.isNull) { "$name is no text" }
    return value.textValue()
}

internal fun flagOf(value: JsonNode): Boolean {
    expect(value.isBoolean) { "$value is no flag" }
    return value.booleanValue()
}

/** An object with these of this one's keys; null where one is not there. */
internal fun JsonNode.only(vararg names: String): JsonNode = json(*names.map { it to (this[it] ?: NULL) }.toTypedArray())

/** Fails on a key that no runner would look at. */
internal fun known(given: JsonNode, vararg names: String) {
    expect(given.isObject) { "$given is no object" }
    val unknown = given.fieldNames().asSequence().toSet() - names.toSet()
    expect(unknown.isEmpty()) { "unknown keys: $unknown" }
}

internal inline fun same(found: JsonNode, expected: JsonNode, place: () -> String = { "" }) {
    expect(found == expected) { "${place()}: $found, not $expected" }
}

internal inline fun expect(holds: Boolean, otherwise: () -> String) {
    if (!holds) throw AssertionError(otherwise())
}
