package cloudagent.disposition.internal

import cloudagent.disposition.internal.bridge.CallStarted
import cloudagent.disposition.internal.bridge.EventData
import cloudagent.disposition.internal.bridge.FfiConverterBoolean
import cloudagent.disposition.internal.bridge.FfiConverterOptionalULong
import cloudagent.disposition.internal.bridge.FfiConverterTypeEventData
import cloudagent.disposition.internal.bridge.FfiConverterTypeOutputData
import cloudagent.disposition.internal.bridge.FfiConverterTypeQuestion
import cloudagent.disposition.internal.bridge.FfiConverterTypeRequestData
import cloudagent.disposition.internal.bridge.FfiConverterULong
import cloudagent.disposition.internal.bridge.OutputData
import cloudagent.disposition.internal.bridge.Question
import cloudagent.disposition.internal.bridge.RequestData
import com.sun.jna.Native
import java.nio.ByteBuffer

/**
 * Asks the native library in one call, with bytes in and bytes out. What UniFFI generates makes three calls and several of
 * JNA's structures for the same, and takes ten times as long.
 *
 * The native function is told how long both arrays are, and keeps to that. JNA copies them in and out.
 */
@Suppress("ktlint:standard:function-naming")
internal object Direct {
    init {
        Native.register(Direct::class.java, NativeLibrary.name())
    }

    private external fun cloudagent_disposition_uniffi_answer(question: ByteArray, length: Long, answer: ByteArray, room: Long): Long

    private external fun cloudagent_disposition_uniffi_start(of: Long, given: ByteArray, length: Long, answer: ByteArray, room: Long): Long

    private external fun cloudagent_disposition_uniffi_step(call: Long, given: ByteArray, length: Long, answer: ByteArray, room: Long): Long

    private external fun cloudagent_disposition_uniffi_id(call: Long): Long

    private external fun cloudagent_disposition_uniffi_free(call: Long)

    private external fun cloudagent_disposition_uniffi_rest(kept: Long, answer: ByteArray, room: Long): Long

    /**
     * Asks a question, which changes nothing: it is asked again where the answer needs more room.
     *
     * @param room how many bytes the answer may take, in all likelihood.
     * @param read reads the answer to this question.
     */
    fun <A> ask(question: Question, room: Int, read: (ByteBuffer) -> A): A {
        fun answer(answer: ByteArray): Long {
            // It takes a share of each native object in it, which the answer gives back: it is written once for each call.
            val asked = written(FfiConverterTypeQuestion.allocationSize(question)) { FfiConverterTypeQuestion.write(question, it) }
            return cloudagent_disposition_uniffi_answer(asked.array(), asked.length, answer, answer.room)
        }
        return answered(room, ::answer, { _, longer -> answer(longer) }, read)
    }

    /** Begins a call of this engine. */
    fun start(
        engine: Long,
        request: RequestData,
        deadlineMs: ULong?,
        isCancelled: Boolean,
        seedHigh: ULong,
        seedLow: ULong,
        nowMs: ULong,
    ): CallStarted {
        val size = FfiConverterTypeRequestData.allocationSize(request) + FfiConverterOptionalULong.allocationSize(deadlineMs)
        val given =
            written(size + REST) {
                FfiConverterTypeRequestData.write(request, it)
                FfiConverterOptionalULong.write(deadlineMs, it)
                FfiConverterBoolean.write(isCancelled, it)
                FfiConverterULong.write(seedHigh, it)
                FfiConverterULong.write(seedLow, it)
                FfiConverterULong.write(nowMs, it)
            }
        fun start(answer: ByteArray) = cloudagent_disposition_uniffi_start(engine, given.array(), given.length, answer, answer.room)
        return answered(ROOM, ::start, ::rest) { CallStarted(DirectCall(it.getLong()), FfiConverterTypeOutputData.read(it)) }
    }

    /** Takes a step of this call. */
    fun step(call: Long, event: EventData, nowMs: ULong): OutputData {
        val given =
            written(FfiConverterTypeEventData.allocationSize(event) + REST) {
                FfiConverterTypeEventData.write(event, it)
                FfiConverterULong.write(nowMs, it)
            }
        fun step(answer: ByteArray) = cloudagent_disposition_uniffi_step(call, given.array(), given.length, answer, answer.room)
        return answered(ROOM, ::step, ::rest, FfiConverterTypeOutputData::read)
    }

    /** The name of this call. */
    fun id(call: Long): ULong = cloudagent_disposition_uniffi_id(call).toULong()

    /** Gives this call back. */
    fun free(call: Long): Unit = cloudagent_disposition_uniffi_free(call)

    /** A step is taken once: what found no room is kept under a name that stands in the answer's place. */
    private fun rest(answer: ByteArray, longer: ByteArray): Long =
        cloudagent_disposition_uniffi_rest(ByteBuffer.wrap(answer).getLong(), longer, longer.room)

    private inline fun written(size: ULong, write: (ByteBuffer) -> Unit): ByteBuffer =
        ByteBuffer.allocate(Math.toIntExact(size.toLong())).also(write)

    private val ByteBuffer.length: Long get() = position().toLong()

    private val ByteArray.room: Long get() = size.toLong()

    /** The answer; where it finds no room, `more` gets it in an array that is long enough. */
    private inline fun <A> answered(
        room: Int,
        ask: (ByteArray) -> Long,
        more: (ByteArray, ByteArray) -> Long,
        read: (ByteBuffer) -> A,
    ): A {
        var answer = ByteArray(room)
        var length = Math.toIntExact(ask(answer))
        if (length > room) {
            val longer = ByteArray(length)
            length = Math.toIntExact(more(answer, longer))
            answer = longer
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

    /** As much as most answers of the engine take. */
    private const val ROOM = 2_048

    /** As much as what has no length of its own takes. */
    private const val REST: ULong = 32u
}
