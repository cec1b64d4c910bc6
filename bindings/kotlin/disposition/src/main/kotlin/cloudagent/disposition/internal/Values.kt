package cloudagent.disposition.internal

import java.util.Collections

/** The member that has this code. A code that none has comes from another build, which [call] reports. */
internal inline fun <reified E : Enum<E>> member(code: String): E = enumValues<E>().first { it.toString() == code }

/** A list that nobody changes, from Java neither. */
internal inline fun <T, R> List<T>.frozen(transform: (T) -> R): List<R> = Collections.unmodifiableList(map(transform))

/** How a value prints: what there is of it. */
internal fun printed(type: String, vararg fields: Pair<String, Any?>): String =
    fields
        .filterNot { (_, value) -> value == null || value == false || value == emptyList<Any>() }
        .joinToString(", ", "$type(", ")") { (name, value) -> "$name=$value" }
