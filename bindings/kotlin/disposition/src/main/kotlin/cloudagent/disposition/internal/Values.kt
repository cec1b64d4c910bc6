package cloudagent.disposition.internal

import java.util.Collections
import java.util.concurrent.ConcurrentHashMap

/** The member that has this code. A code that none has comes from another build, which [call] reports. */
internal inline fun <reified E : Enum<E>> member(code: String): E = memberOrNull<E>(code) ?: throw NoSuchElementException()

/** [member], or `null` where it is none of this set. */
internal inline fun <reified E : Enum<E>> memberOrNull(code: String): E? =
    Members.of(E::class.java) { enumValues<E>().associateBy { it.toString() } }[code] as E?

/** The members of the enums that were read, by their codes: a long set is read often. */
internal object Members {
    private val read = ConcurrentHashMap<Class<*>, Map<String, Enum<*>>>()

    fun of(type: Class<*>, members: () -> Map<String, Enum<*>>): Map<String, Enum<*>> = read[type] ?: members().also { read[type] = it }
}

/** A list that nobody changes, from Java neither. */
internal inline fun <T, R> List<T>.frozen(transform: (T) -> R): List<R> = Collections.unmodifiableList(map(transform))

/** How a value prints: what there is of it. */
internal fun printed(type: String, vararg fields: Pair<String, Any?>): String =
    fields
        .filterNot { (_, value) -> value == null || value == false || value == emptyList<Any>() }
        .joinToString(", ", "$type(", ")") { (name, value) -> "$name=$value" }
