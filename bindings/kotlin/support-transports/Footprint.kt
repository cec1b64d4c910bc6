package cloudagent.disposition

import com.sun.management.UnixOperatingSystemMXBean
import java.lang.management.ManagementFactory

/** What this process holds, its garbage collected. It must not grow with the calls that were made. */
data class Footprint(val heapBytes: Long, val threads: Int, val descriptors: Long) {
    /** Whether this is what that was, but for idle connections, and the threads of a pool of 64. */
    fun isNoMoreThan(before: Footprint): Boolean =
        heapBytes < before.heapBytes + 4_000_000 && threads < before.threads + 64 && descriptors < before.descriptors + 64

    companion object {
        /** What it holds now. */
        fun now(): Footprint {
            System.gc()
            val system = ManagementFactory.getOperatingSystemMXBean() as UnixOperatingSystemMXBean
            val heap = ManagementFactory.getMemoryMXBean().heapMemoryUsage.used
            return Footprint(heap, ManagementFactory.getThreadMXBean().threadCount, system.openFileDescriptorCount)
        }
    }
}
