package cloudagent.disposition.internal

import com.sun.jna.Memory

/**
 * Native memory for the structures of a call: its status, and what describes the buffers that go in and
 * come out. What is generated takes it from here.
 *
 * Such a structure is of use while its call is made, in one thread; afterwards what it said stands in
 * its fields. So each thread has some, and takes it in turn: far more than one call needs at once.
 */
internal object Scratch {
    private const val SLOT_BYTES = 64
    private const val SLOTS = 256

    private class Turn {
        private val slots = Memory(SLOT_BYTES.toLong() * SLOTS).let { all ->
            all.clear()
            Array(SLOTS) { all.share(it.toLong() * SLOT_BYTES, SLOT_BYTES.toLong()) as Memory }
        }
        private var next = 0

        fun take(): Memory {
            val slot = slots[next]
            next = (next + 1) % SLOTS
            return slot
        }
    }

    private val turns = ThreadLocal.withInitial(::Turn)

    fun take(size: Int): Memory {
        check(size <= SLOT_BYTES) { "a structure of $size bytes" }
        return turns.get().take()
    }
}
