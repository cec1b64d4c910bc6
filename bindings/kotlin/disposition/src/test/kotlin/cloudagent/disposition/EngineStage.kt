package cloudagent.disposition

import com.fasterxml.jackson.databind.JsonNode
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.ThreadContextElement
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.withContext

/** What a call was handed out that has to be answered, once. */
internal sealed class Out {
    private val answer = CompletableDeferred<Any?>()

    suspend fun await(): Any? = answer.await()

    fun reply(value: Any?) = expect(answer.complete(value)) { "it was answered already" }

    fun fail(error: Throwable) = expect(answer.completeExceptionally(error)) { "it was answered already" }

    /** The trace is over. */
    fun giveUp() {
        answer.completeExceptionally(IllegalStateException())
    }
}

/** What the transport was given. */
internal class SendOut(val request: HttpRequest, val limits: Limits) : Out() {
    var isAborted = false
}

/** What the store was asked: [puts] is what it was to keep, as JSON. */
internal class StoreOut(val puts: JsonNode?, val replaces: Boolean, private val carryOut: () -> Any?) : Out() {
    /** Carries it out now, unless it is to answer otherwise. */
    fun answer(instead: String?) {
        when (instead) {
            null -> reply(carryOut())
            "conflict" -> reply(false)
            "failed" -> fail(IllegalStateException())
            else -> throw AssertionError("unknown answer $instead")
        }
    }
}

/** What the source of tokens was asked. */
internal class TokenOut(val renew: Boolean) : Out()

/**
 * A call of a trace. It is in its coroutine's context, so that whoever is asked for something, or for the time, knows whose it
 * is.
 */
internal class TracedCall : AbstractCoroutineContextElement(Key), ThreadContextElement<TracedCall?> {
    /** In the order of their numbers. */
    val out = mutableListOf<Out>()
    lateinit var job: Job
    var end: JsonNode? = null

    /** The moment by its own clock. */
    var now = 0L
        private set

    /** When its step wants a timer. */
    var until = Long.MAX_VALUE

    /** Time has come so far. That a call is late to hear of its timer is for the trace to say. */
    fun advance(to: Long, isItsEvent: Boolean) {
        now = if (isItsEvent) to else minOf(to, until - 1)
    }

    override fun updateThreadContext(context: CoroutineContext): TracedCall? = running.also { running = this }

    override fun restoreThreadContext(context: CoroutineContext, oldState: TracedCall?) {
        running = oldState
    }

    /** What was handed out under the number that an event names. */
    inline fun <reified O : Out> asked(event: JsonNode): O {
        val asked = out.getOrNull(event["seq"].intValue() - 1) ?: throw AssertionError("${out.size} steps")
        return asked as? O ?: throw AssertionError("another step: $asked")
    }

    /** The trace is over: nobody wants it any more, and what is out has no answer. */
    fun giveUp() {
        job.cancel()
        out.forEach(Out::giveUp)
    }

    companion object Key : CoroutineContext.Key<TracedCall> {
        /** Whose code runs now. A trace has one thread. */
        var running: TracedCall? = null
            private set

        /** Whose coroutine this is. */
        suspend fun current(): TracedCall = currentCoroutineContext()[Key]!!
    }
}

/** A transport that the trace answers, and that can send whatever there is. */
internal object TracedTransport : Transport {
    override fun canSendBodyWithGet(): Boolean = true

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        val send = SendOut(request, limits)
        TracedCall.current().out += send
        val reply =
            try {
                send.await()
            } catch (_: CancellationException) {
                send.isAborted = true
                withContext(NonCancellable) { send.await() }
            }
        return reply as HttpReply
    }
}

/** A source that the trace answers. */
internal val TRACED_SOURCE =
    TokenSource { renew ->
        val asked = TokenOut(renew)
        TracedCall.current().out += asked
        asked.await() as Token
    }

/** The store that the engines of a trace share: it keeps bytes, and does what it is asked when the trace says so. */
internal class TracedStore(holds: JsonNode?) : TokenStore {
    private var kept = holds?.let { entry((it.textValue() ?: it.toString()).toByteArray()) }
    private var version = 0

    private fun entry(bytes: ByteArray) = StoreEntry(bytes, version.toString())

    override suspend fun get(key: String): StoreEntry? = ask(StoreOut(null, false) { kept }) as StoreEntry?

    override suspend fun putIf(key: String, version: String?, bytes: ByteArray): Boolean =
        ask(
            StoreOut(MAPPER.readTree(bytes), version != null) {
                val isTheSame = kept?.version == version
                if (isTheSame) {
                    this.version++
                    kept = entry(bytes)
                }
                isTheSame
            },
        ) as Boolean

    private suspend fun ask(out: StoreOut): Any? {
        TracedCall.current().out += out
        return out.await()
    }
}
