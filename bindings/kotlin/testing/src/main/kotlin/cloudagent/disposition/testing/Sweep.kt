package cloudagent.disposition.testing

import java.io.ByteArrayOutputStream
import java.io.ObjectOutputStream
import java.io.PrintWriter
import java.io.StringWriter
import java.lang.reflect.Modifier
import java.net.URLEncoder
import java.util.Collections
import java.util.IdentityHashMap
import java.util.concurrent.atomic.AtomicReference

/**
 * Looks for a secret, or a comment, in all that can be printed of objects, and in all that can be
 * reached from them: fields of every class outside the JDK, collections, causes, what was suppressed.
 *
 * @param exempt classes that are there to hold the secret. What they print is looked at.
 */
public class Sweep(secret: String, private val exempt: Set<String> = emptySet()) {
    private val forms: Set<String> =
        setOf(
            secret,
            URLEncoder.encode(secret, "UTF-8"),
            URLEncoder.encode(secret, "UTF-8").replace("+", "%20"),
            secret.replace("/", "\\/"),
            json.writeValueAsString(secret).trim('"'),
        ).map(String::lowercase).toSet()

    /** Where it shows: one line a place, none where it shows nowhere. */
    public fun leaks(vararg roots: Any?): List<String> {
        val found = mutableListOf<String>()
        val seen = Collections.newSetFromMap(IdentityHashMap<Any, Boolean>())
        val waiting = ArrayDeque<Pair<String, Any>>()
        for (root in roots.filterNotNull()) waiting += root.javaClass.simpleName to root
        while (waiting.isNotEmpty()) {
            val (place, one) = waiting.removeFirst()
            if (one is Class<*> || one is ClassLoader || one is Thread || !seen.add(one)) continue
            for ((how, text) in printed(one)) if (isIn(text)) found += "$place: $how"
            if (one.javaClass.name !in exempt) for ((step, next) in within(one)) waiting += "$place.$step" to next
        }
        return found
    }

    private fun isIn(text: String): Boolean = text.lowercase().let { low -> forms.any(low::contains) }

    private fun printed(one: Any): List<Pair<String, String>> =
        when {
            one is ByteArray -> listOf("bytes" to one.toString(Charsets.ISO_8859_1))
            one is CharArray -> listOf("chars" to one.concatToString())
            one is Throwable ->
                listOf("toString" to one.toString(), "trace" to trace(one), "serialized" to serialized(one))
            isOfTheJdk(one) && one !is CharSequence && one !is Collection<*> && one !is Map<*, *> -> emptyList()
            else -> listOfNotNull("toString" to one.toString(), toJson(one)?.let { "toJson" to it })
        }

    private fun trace(error: Throwable): String =
        StringWriter().also { error.printStackTrace(PrintWriter(it)) }.toString()

    private fun serialized(error: Throwable): String =
        try {
            ByteArrayOutputStream().also { ObjectOutputStream(it).writeObject(error) }.toString("ISO-8859-1")
        } catch (refused: java.io.IOException) {
            refused.toString()
        }

    private fun toJson(one: Any): String? =
        one.javaClass.methods.find { it.name == "toJson" && it.parameterCount == 0 }?.invoke(one) as String?

    private fun within(one: Any): List<Pair<String, Any>> {
        val named =
            when (one) {
                is Throwable -> listOf("cause" to one.cause) + one.suppressed.map { "suppressed" to it } + fields(one)
                is Map<*, *> -> one.entries.flatMap { listOf("key" to it.key, "value" to it.value) }
                is Iterable<*> -> one.toList().map { "element" to it } + fields(one)
                is Array<*> -> one.map { "element" to it }
                is AtomicReference<*> -> listOf("value" to one.get())
                else -> fields(one)
            }
        return named.mapNotNull { (step, next) -> next?.let { step to it } }
    }

    private fun fields(one: Any): List<Pair<String, Any?>> {
        if (isOfTheJdk(one) || one is Enum<*>) return emptyList()
        return generateSequence<Class<*>>(one.javaClass) { it.superclass }
            .takeWhile { !isOfTheJdk(it) }
            .flatMap { it.declaredFields.asSequence() }
            .filter { !it.type.isPrimitive && !Modifier.isStatic(it.modifiers) }
            .map { field ->
                field.isAccessible = true
                field.name to field.get(one)
            }.toList()
    }

    private fun isOfTheJdk(one: Any): Boolean = isOfTheJdk(one.javaClass)

    private fun isOfTheJdk(type: Class<*>): Boolean = type.isArray || type.module.isNamed
}
