package cloudagent.disposition.internal

import cloudagent.disposition.Effect
import cloudagent.disposition.InternalErrorException
import cloudagent.disposition.NativeLibraryException
import cloudagent.disposition.internal.bridge.CAD_INTERFACE_HASH
import cloudagent.disposition.internal.bridge.interfaceHash
import com.sun.jna.Platform

/**
 * Calls the native library: the one way in.
 *
 * No exception of it gets out, nor becomes the cause of one that does: it may hold a secret.
 *
 * @param effect what is known of the disposition where the call fails inside.
 * @throws NativeLibraryException the library is missing, or is another build's.
 * @throws InternalErrorException the call failed, which is a bug in the library.
 */
internal inline fun <T> call(effect: Effect = Effect.NOT_APPLIED, block: () -> T): T {
    NativeLibrary.require()
    try {
        return block()
    } catch (_: Exception) {
        // Its text is not repeated.
    }
    throw InternalErrorException(effect)
}

/**
 * Keeps a native object alive while what is generated reads its handle: it takes the handle out of
 * the object, and from then on nothing else would stop the garbage collector from freeing it.
 * (`Reference.reachabilityFence` does the same, but not on Android 8.)
 */
internal inline fun <H : Any, T> H.lend(block: (H) -> T): T =
    try {
        block(this)
    } finally {
        synchronized(this) {}
    }

/** The native library, loaded when it is first called. */
internal object NativeLibrary {
    private const val NAME = "cloudagent_disposition_uniffi"

    /** Why it can't be used: looked into once, since a class that failed to load fails otherwise the next time. */
    private val failure: String? by lazy { reason()?.let(::sentence) }

    fun require() {
        failure?.let { throw NativeLibraryException(it) }
    }

    private fun reason(): String? =
        try {
            val found = interfaceHash()
            if (found == CAD_INTERFACE_HASH) null else anotherBuilds("$found, not $CAD_INTERFACE_HASH")
        } catch (e: LinkageError) {
            reasonOf(e)
        } catch (e: Exception) {
            reasonOf(e)
        }

    /** UniFFI compares checksums and JNA looks for functions before the hash can be asked for. */
    private fun reasonOf(error: Throwable): String {
        val origin = generateSequence(error) { it.cause }.last()
        // JNA's first line says what, the second why; the class path follows.
        val said = origin.message.orEmpty().lineSequence().take(2).joinToString(" ").trimEnd(':', '.')
        return if (error is ExceptionInInitializerError && origin is RuntimeException) {
            anotherBuilds(said)
        } else {
            "${origin.javaClass.simpleName}: $said"
        }
    }

    private fun anotherBuilds(what: String) = "it is another build's ($what)"

    private fun sentence(reason: String): String =
        "cloudagent-disposition can't use its native library on ${platform()}. Looked for: ${path()}. Reason: $reason. ${remedy()}"

    /** What is there for this platform must only be unpacked. */
    private fun remedy(): String =
        if (overriding() == null && javaClass.getResource("/${packed()}") != null) {
            "It is in the class path, and JNA has to unpack it: where its temporary folder is read-only, full or mounted " +
                "noexec, name another folder in the system property jna.tmpdir."
        } else {
            "The class path has it for linux-x86-64, the AAR for Android. For another platform build it from source and " +
                "name its folder in the system property jna.library.path."
        }

    private fun platform(): String = "${System.getProperty("os.name")} ${System.getProperty("os.arch")}"

    private fun path(): String = overriding() ?: "${packed()}${searched()}"

    /** The library that is to be loaded in the place of ours: UniFFI's own setting. */
    private fun overriding(): String? = System.getProperty("uniffi.component.$NAME.libraryOverride")

    /** What JNA is to look for. */
    fun name(): String = overriding() ?: NAME

    private fun packed(): String = "${resourcePrefix()}/${System.mapLibraryName(NAME)}"

    private fun resourcePrefix(): String =
        try {
            Platform.RESOURCE_PREFIX
        } catch (_: LinkageError) {
            // JNA itself is not there: the reason says so.
            "?"
        }

    private fun searched(): String = " in the class path" + System.getProperty("jna.library.path")?.let { " and in $it" }.orEmpty()
}
