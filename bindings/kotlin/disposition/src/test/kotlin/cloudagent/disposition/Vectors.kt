package cloudagent.disposition

import cloudagent.disposition.support.repository
import com.fasterxml.jackson.annotation.JsonProperty
import com.fasterxml.jackson.core.StreamReadFeature
import com.fasterxml.jackson.databind.DeserializationFeature
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy
import com.fasterxml.jackson.databind.SerializationFeature
import com.fasterxml.jackson.databind.json.JsonMapper
import com.fasterxml.jackson.databind.node.NullNode
import java.io.PrintStream
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.Paths
import kotlin.io.path.extension
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension
import kotlin.system.exitProcess

/** What runs a file's cases, by the file's name. */
internal val RUNNERS: Map<String, (JsonNode) -> Unit> =
    mapOf(
        "classify" to ::runClassify,
        "engine" to ::runEngine,
        "environment" to ::runEnvironment,
        "params" to ::runParams,
        "receipts" to ::runReceipts,
        "records" to ::runRecords,
        "urls" to ::runUrls,
        "validate" to ::runValidate,
        "wire" to ::runWire,
    )

/** The folder of the vectors: `CAD_VECTORS_DIR`, or this repository's. */
internal fun folder(): Path =
    System.getenv("CAD_VECTORS_DIR")?.let { Paths.get(it) }
        ?: repository().toPath().resolve("tests/vectors")

/** The vector files. At least one is there, and each has a runner. */
internal fun files(folder: Path): List<Path> {
    val found = folder.listDirectoryEntries().filter { it.extension == "json" }.sorted()
    expect(found.isNotEmpty()) { "no vectors in $folder" }
    for (file in found) expect(file.nameWithoutExtension in RUNNERS) { "$file: no runner for this file" }
    return found
}

/** A file's cases, its form checked. */
internal fun casesOf(path: Path): List<JsonNode> {
    val file = MAPPER.readTree(Files.readAllBytes(path))
    known(file, "format", "cases", "\$schema")
    expect(file["format"]?.asInt() == 1) { "$path: a format that is not known here" }
    val cases = file["cases"].toList()
    expect(cases.isNotEmpty()) { "$path: no cases" }
    expect(cases.mapTo(mutableSetOf()) { it.text("id")!! }.size == cases.size) { "$path: an id stands twice" }
    expect(cases.all { !it.text("source").isNullOrEmpty() }) { "$path: a case names no source" }
    return cases
}

/** Runs every case of the folder, says which fail, and counts. @return how many failed. */
internal fun runVectors(folder: Path, out: PrintStream): Int {
    var total = 0
    var failed = 0
    val found = files(folder)
    for (path in found) {
        val name = path.nameWithoutExtension
        val run = RUNNERS.getValue(name)
        val cases = casesOf(path)
        for (case in cases) {
            try {
                run(case)
            } catch (error: Throwable) {
                failed++
                out.println("$name: ${case.text("id")}: $error")
            }
        }
        total += cases.size
        out.println("vectors kotlin: $name: ${cases.size} cases")
    }
    out.println("vectors kotlin: $total cases in ${found.size} files")
    return failed
}

/** Runs the shared vectors, the contract of every language, and ends with a line that counts cases. */
fun main() {
    exitProcess(if (runVectors(folder(), System.out) == 0) 0 else 1)
}

internal val MAPPER: JsonMapper =
    JsonMapper
        .builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()

/** The one getter that Jackson does not know by its name. */
private interface WithMayResend {
    @JsonProperty("may_resend")
    fun mayResend(): Boolean
}

/** Writes what a value holds, under the names of the JSON forms. */
private val VALUES: JsonMapper =
    JsonMapper
        .builder()
        .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
        .addMixIn(Receipt::class.java, WithMayResend::class.java)
        .propertyNamingStrategy(
            object : SnakeCaseStrategy() {
                override fun translate(name: String): String = super.translate(name).replace("_millis", "_ms")
            },
        ).build()

/** What a value holds, each enum as its code. */
internal fun heldBy(value: Any): JsonNode = MAPPER.readTree(VALUES.writeValueAsString(value))

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

/** Every key that is expected, with its value; in lists, element by element. */
internal fun includes(place: String, actual: JsonNode, expected: JsonNode) {
    when {
        expected.isObject ->
            for ((key, value) in expected.properties()) {
                expect(actual.has(key)) { "$place has no $key" }
                includes("$place.$key", actual[key], value)
            }
        expected.isArray -> {
            expect(actual.isArray && actual.size() == expected.size()) { "$place: $actual, not $expected" }
            expected.forEachIndexed { index, value -> includes("$place[$index]", actual[index], value) }
        }
        else -> same(actual, expected) { place }
    }
}

internal inline fun same(found: JsonNode, expected: JsonNode, place: () -> String = { "" }) {
    expect(found == expected) { "${place()}: $found, not $expected" }
}

internal inline fun expect(holds: Boolean, otherwise: () -> String) {
    if (!holds) throw AssertionError(otherwise())
}
