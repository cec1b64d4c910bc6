package cloudagent.disposition.internal

import java.lang.reflect.Method

/** The time that a driver lives in. */
internal fun interface Clock {
    /** The moment in whole milliseconds, its fraction dropped. Its zero does not matter. */
    fun now(): Long

    /** How long a timer may be trusted to run as this clock does. A clock may count time in which a timer stands still. */
    val glanceMs: Long get() = GLANCE_MS
}

private const val GLANCE_MS = 1_000L

/** The machine's clock: it never runs backwards, and on Android it counts the time that the device slept. */
internal object MachineClock : Clock {
    private val origin = System.nanoTime()

    private val elapsedRealtime: Method? by lazy { if (isAndroid()) found() else null }

    override fun now(): Long =
        elapsedRealtime?.let { it.invoke(null) as Long } ?: ((System.nanoTime() - origin) / NANOS_OF_A_MILLI)

    /** A device sleeps, and its timers with it. */
    override val glanceMs: Long = if (isAndroid()) GLANCE_MS else Long.MAX_VALUE

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
