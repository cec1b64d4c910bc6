package cloudagent.disposition.internal

/*
 * What the facade checks itself, before anything is handed to the native library: that a text is
 * text. The rules of a disposition are in the core, which reports all of them at
 * once. No message made here holds the value that it is about.
 */

/**
 * @return the value, if it can be encoded.
 * @throws IllegalArgumentException it holds a lone surrogate.
 */
internal fun checked(field: String, value: String): String {
    val place = loneSurrogate(value)
    require(place < 0) {
        "$field holds half a character (a lone surrogate) at index $place, which can't be sent: " +
            "was it cut, or decoded with the wrong encoding?"
    }
    return value
}

/** [checked], or `null`. */
internal fun checkedOrNull(field: String, value: String?): String? = value?.let { checked(field, it) }

/**
 * What crosses to the native side is one array, which holds less than 2 GiB.
 *
 * @throws IllegalArgumentException a body has more than half of that.
 */
internal fun checkedSize(body: Int) = require(body <= MOST) { "body has $body bytes, and no more than $MOST can be read" }

private const val MOST = 1 shl 30

/** Where UTF-16 breaks off, or -1. */
private fun loneSurrogate(value: String): Int {
    var index = 0
    while (index < value.length) {
        val unit = value[index]
        if (unit.isSurrogate()) {
            val paired = unit.isHighSurrogate() && index + 1 < value.length && value[index + 1].isLowSurrogate()
            if (!paired) return index
            index++
        }
        index++
    }
    return -1
}
