package cloudagent.disposition.internal

import java.lang.reflect.Method

/** The time that a driver lives in. */
internal fun interface Clock {
    /** The moment in whole milliseconds, its fraction dropped. Its zero does not matter. */
    fun now(): Long
}

/** The machine's clock: it never runs backwards, and on Android it counts the time that the device slept. */
internal object MachineClock : Clock {
    private val origin = System.nanoTime()

    private val elapsedRealtime: Method? by lazy { if (isAndroid()) found() else null }

    override fun now(): Long =
        elapsedRealtime?.let { it.invoke(null) as Long } ?: ((System.nanoTime() - origin) / NANOS_OF_A_MILLI)

    /** Android's classes may also stand in the class path of a test on a JVM, where they can't be called. */
    private fun isAndroid() = System.getProperty("java.vm.name") == "Dalvik"

    private fun found(): Method? =
        try {
            Class.forName("android.os.SystemClock").getMethod("elapsedRealtime")
        } catch (_: ReflectiveOperationException) {
            null
        }

    private const val NANOS_OF_A_MILLI = 1_000_000
}
