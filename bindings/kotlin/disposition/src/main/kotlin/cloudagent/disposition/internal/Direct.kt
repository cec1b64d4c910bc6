package cloudagent.disposition.internal

import cloudagent.disposition.internal.bridge.FfiConverterTypeQuestion
import cloudagent.disposition.internal.bridge.Question
import com.sun.jna.Native
import java.nio.ByteBuffer

/**
 * Asks the native library in one call, with bytes in and bytes out. What UniFFI generates makes three calls and several of
 * JNA's structures for the same, and takes ten times as long.
 *
 * The native function is told how long both arrays are, and keeps to that. JNA copies them in and out.
 */
internal object Direct {
    init {
        Native.register(Direct::class.java, NativeLibrary.name())
    }

    @Suppress("ktlint:standard:function-naming")
    private external fun cloudagent_disposition_uniffi_answer(question: ByteArray, length: Long, answer: ByteArray, room: Long): Long

    /**
     * Asks a question, which changes nothing: it is asked again where the answer needs more room.
     *
     * @param room how many bytes the answer may take, in all likelihood.
     * @param read reads the answer to this question.
     */
    fun <A> ask(question: Question, room: Int, read: (ByteBuffer) -> A): A {
        var answer = ByteArray(room)
        var length = answer(question, answer)
        if (length > answer.size) {
            answer = ByteArray(length)
            length = answer(question, answer)
        }
        try {
            check(length in 0..answer.size) { "no answer" }
            val bytes = ByteBuffer.wrap(answer, 0, length)
            return read(bytes).also { check(!bytes.hasRemaining()) { "a longer answer" } }
        } finally {
            // A request that was built holds the api key.
            answer.fill(0)
        }
    }

    private fun answer(question: Question, answer: ByteArray): Int {
        val written = ByteBuffer.allocate(Math.toIntExact(FfiConverterTypeQuestion.allocationSize(question).toLong()))
        // It takes a share of each native object in it, which the answer gives back: it is written once for each call.
        FfiConverterTypeQuestion.write(question, written)
        val length = written.position().toLong()
        return Math.toIntExact(cloudagent_disposition_uniffi_answer(written.array(), length, answer, answer.size.toLong()))
    }
}
