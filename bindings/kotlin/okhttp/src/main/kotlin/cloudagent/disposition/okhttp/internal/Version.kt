package cloudagent.disposition.okhttp.internal

import okhttp3.EventListener

/**
 * Fails where the class path has an older OkHttp than is needed: Maven takes `okhttp` 3 and 4 and
 * `okhttp-jvm` 5 for two libraries, and may put the older first. Without this a call would break in
 * the middle, and its receipt could not say that nothing was sent.
 */
internal fun requireOkHttp() {
    val found = version()
    val isVersionRight = found != null && isNewEnough(found)
    check(isVersionRight && hasJoinedListeners()) {
        val older = if (isVersionRight || found == null) "3 or older" else found
        "Nothing was sent: cloudagent-disposition-okhttp needs OkHttp $NEEDED_MAJOR.$NEEDED_MINOR or later, and the " +
            "class path has $older. Name $NEEDED_ARTIFACT in your build (with Maven in its dependencyManagement): " +
            "it takes the place of the older one."
    }
}

/** Read when it runs: the compiler would put the version that it sees in the constant's place. */
private fun version(): String? =
    try {
        Class.forName("okhttp3.OkHttp").getField("VERSION").get(null) as String
    } catch (_: ReflectiveOperationException) {
        null
    }

/** OkHttp 3 has no such constant, and leaves that of an OkHttp 5 further on to be read. What it lacks too is this. */
private fun hasJoinedListeners(): Boolean =
    try {
        EventListener.NONE + EventListener.NONE === EventListener.NONE
    } catch (_: NoSuchMethodError) {
        false
    }

private fun isNewEnough(version: String): Boolean {
    val (major, minor) = version.split('.', '-').map { it.toIntOrNull() ?: 0 } + 0
    return major > NEEDED_MAJOR || major == NEEDED_MAJOR && minor >= NEEDED_MINOR
}

private const val NEEDED_MAJOR = 5
private const val NEEDED_MINOR = 3
private const val NEEDED_ARTIFACT = "com.squareup.okhttp3:okhttp:5.3.2"
