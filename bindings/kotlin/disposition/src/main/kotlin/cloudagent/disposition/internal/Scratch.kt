package cloudagent.disposition.internal

import cloudagent.disposition.internal.bridge.RustBuffer
import cloudagent.disposition.internal.bridge.UniffiLib
import com.sun.jna.Memory
import com.sun.jna.Pointer
import java.lang.ref.WeakReference

/**
 * What a call needs besides its native function: where the status goes that it ends with, and what
 * describes the buffers that go in and come out. What is generated takes it from here.
 *
 * All of it is of use while one call is made, in one thread; afterwards what it said stands in Kotlin.
 * So each thread has some, and takes it in turn: far more than one call needs at once.
 */
internal object Scratch {
    private const val SLOT_BYTES = 64
    private const val SLOTS = 32
    private const val BUFFERS = 16
    private const val NONE = 0L

    private class Turn {
        private val memory = Memory((SLOTS + BUFFERS) * SLOT_BYTES.toLong())
        private var given = 0L
        private val slots = arrayOfNulls<Memory>(SLOTS)
        private var nextSlot = 0
        private val buffers = arrayOfNulls<RustBuffer.ByValue>(BUFFERS)
        private var nextBuffer = 0

        fun slot(): Memory {
            val place = nextSlot
            nextSlot = (place + 1) % SLOTS
            return slots[place] ?: fresh().also { slots[place] = it }
        }

        fun buffer(): RustBuffer.ByValue {
            val place = nextBuffer
            nextBuffer = (place + 1) % BUFFERS
            return buffers[place] ?: made().also { buffers[place] = it }
        }

        private fun fresh() = (memory.share(given * SLOT_BYTES, SLOT_BYTES.toLong()) as Memory).also { given++ }

        /** A buffer is made on a slot, and keeps it: in its turn another takes its place. */
        private fun made(): RustBuffer.ByValue {
            val made = RustBuffer.ByValue()
            // No `indexOf`: the class of Kotlin's that has it takes longer to load than all else here.
            for (place in slots.indices) if (slots[place] === made.pointer) slots[place] = null
            return made
        }
    }

    /**
     * Held weakly: a server's thread outlives an application that is taken out of it, and would keep all its classes. What is
     * in use holds its memory by itself.
     */
    private val turns = ThreadLocal<WeakReference<Turn>>()

    private fun turn(): Turn = turns.get()?.get() ?: Turn().also { turns.set(WeakReference(it)) }

    fun take(size: Int): Memory {
        check(size <= SLOT_BYTES) { "a structure of $size bytes" }
        return turn().slot()
    }

    /** Where a call writes what it ended with: nothing where all went well, and not everything otherwise. */
    fun status(): Pointer = turn().slot().apply { clear() }

    /** A buffer for an argument. Whoever is called frees its memory. */
    fun buffer(size: Long): RustBuffer.ByValue =
        turn().buffer().apply {
            val address = UniffiLib.cloudagent_disposition_uniffi_buffer_alloc(size)
            capacity = size
            len = size
            data = if (address == NONE) null else Pointer(address)
        }
}
