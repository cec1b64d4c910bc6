package cloudagent.disposition.support

import com.fasterxml.jackson.databind.SerializationFeature
import com.fasterxml.jackson.databind.json.JsonMapper
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.ObjectOutputStream
import java.io.PrintWriter
import java.io.StringWriter
import java.lang.reflect.Field
import java.lang.reflect.Modifier
import java.net.URLEncoder
import java.util.Collections
import java.util.IdentityHashMap

/**
 * Looks for a secret, or a comment, in all that the JVM can print of an object or exception: into the fields of our classes, but
 * for those that are there to hold the credential; of others, into what they hold as collections and what they print.
 */
internal object Sweep {
    private const val OURS = "cloudagent.disposition."
    private val HOLDERS = setOf("${OURS}HttpRequest", "${OURS}HttpHeader")
    private val PLAIN = JsonMapper()
    private val BEANS: JsonMapper = JsonMapper.builder().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS).build()

    /** Where the secret shows: one line a place, none where it shows nowhere. */
    fun leaks(secret: String, vararg objects: Any?): List<String> {
        val wanted = forms(secret)
        return objects.filterNotNull().flatMap { one ->
            val found = texts(one).filter { (_, text) -> wanted.any { it in text.lowercase() } }
            found.map { (place, _) -> "${one.javaClass.name}: $place" }
        }
    }

    /** A secret as it is, as it stands in a URL, and in JSON. */
    private fun forms(secret: String): Set<String> {
        val encoded = URLEncoder.encode(secret, "UTF-8")
        val json = PLAIN.writeValueAsString(secret)
        return listOf(secret, encoded, encoded.replace("+", "%20"), json.substring(1, json.length - 1)).mapTo(mutableSetOf()) {
            it.lowercase()
        }
    }

    private fun texts(root: Any): List<Pair<String, String>> {
        val found = mutableListOf<Pair<String, String>>()
        walk(root) { place, one ->
            found += "$place.toString()" to one.toString()
            if (one.javaClass.name !in HOLDERS && !isContainer(one)) {
                found += "$place as JSON" to orRefusal { BEANS.writeValueAsString(one) }
                found += "$place serialized" to orRefusal { serialized(one) }
            }
            when (one) {
                is ByteArray -> found += "$place as text" to String(one, Charsets.ISO_8859_1)
                is CharArray -> found += "$place as text" to String(one)
                is Throwable -> found += throwableTexts(place, one)
            }
        }
        return found
    }

    private fun throwableTexts(place: String, error: Throwable): List<Pair<String, String>> =
        listOf(
            "$place.message" to error.message.orEmpty(),
            "$place.localizedMessage" to error.localizedMessage.orEmpty(),
            "$place's stack trace" to StringWriter().also { error.printStackTrace(PrintWriter(it)) }.toString(),
        )

    /** Everything within: through containers, through exceptions, and through the fields of our classes. */
    private fun walk(root: Any, visit: (String, Any) -> Unit) {
        val seen = Collections.newSetFromMap(IdentityHashMap<Any, Boolean>())
        val waiting = ArrayDeque(listOf("it" to root))
        while (waiting.isNotEmpty()) {
            val (place, one) = waiting.removeLast()
            if (!seen.add(one)) continue
            visit(place, one)
            within(one).forEach { (name, value) -> if (value != null) waiting += "$place.$name" to value }
        }
    }

    private fun within(one: Any): List<Pair<String, Any?>> {
        val found = mutableListOf<Pair<String, Any?>>()
        when (one) {
            is Iterable<*> -> one.forEachIndexed { place, value -> found += "[$place]" to value }
            is Map<*, *> -> one.forEach { (key, value) -> found += listOf("keys" to key, "[$key]" to value) }
            is Array<*> -> one.forEachIndexed { place, value -> found += "[$place]" to value }
            is Throwable -> {
                found += "cause" to one.cause
                one.suppressed.forEachIndexed { place, error -> found += "suppressed[$place]" to error }
            }
        }
        if (one.javaClass.name.startsWith(OURS) && one.javaClass.name !in HOLDERS) {
            fieldsOf(one.javaClass).forEach { found += it.name to it.get(one) }
        }
        return found
    }

    private fun isContainer(one: Any): Boolean = one is Iterable<*> || one is Map<*, *> || one is Array<*>

    private fun fieldsOf(type: Class<*>): List<Field> =
        generateSequence(type) { it.superclass }
            .takeWhile { it.name.startsWith(OURS) }
            .flatMap { it.declaredFields.asSequence() }
            .filterNot { Modifier.isStatic(it.modifiers) }
            .onEach { it.isAccessible = true }
            .toList()

    private fun serialized(one: Any): String {
        val bytes = ByteArrayOutputStream()
        ObjectOutputStream(bytes).use { it.writeObject(one) }
        return bytes.toString("ISO-8859-1")
    }

    /** What is written, or what is said instead: Kotlin's reflection that is not there is an Error, as an endless bean is. */
    private fun orRefusal(write: () -> String): String =
        try {
            write()
        } catch (refused: Exception) {
            refused.toString()
        } catch (refused: Error) {
            refused.toString()
        }
}

/** The repository: the folder above that has `tests/vectors`. */
internal fun repository(): File =
    generateSequence(File("").absoluteFile) { it.parentFile }.first { File(it, "tests/vectors").isDirectory }
