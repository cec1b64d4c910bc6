package cloudagent.disposition

import com.fasterxml.jackson.databind.JsonNode
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.withContext

/** What a call was handed out that has to be answered. */
internal sealed interface Out {
    /** Answers nothing, where the trace is over. */
    fun giveUp()
}

/** What the transport was given. */
internal class SendOut(val request: HttpRequest, val limits: Limits) : Out {
    val answer = CompletableDeferred<HttpReply>()
    var isAborted = false

    override fun giveUp() {
        answer.completeExceptionally(SendFailedException(FailKind.RESET))
    }
}

/** What the store was asked: [puts] is what it was to keep, as JSON. */
internal class StoreOut(val puts: JsonNode?, val replaces: Boolean, private val carryOut: () -> Any?) : Out {
    private val answer = CompletableDeferred<Any?>()

    /** Carries it out now, unless it is to answer otherwise. */
    fun answer(instead: String?) {
        when (instead) {
            null -> answer.complete(carryOut())
            "conflict" -> answer.complete(false)
            else -> giveUp()
        }
    }

    suspend fun await(): Any? = answer.await()

    override fun giveUp() {
        answer.completeExceptionally(IllegalStateException())
    }
}

/** What the source of tokens was asked. */
internal class TokenOut(val renew: Boolean) : Out {
    val answer = CompletableDeferred<Token>()

    override fun giveUp() {
        answer.completeExceptionally(IllegalStateException())
    }
}

/** A call of a trace. It is in its coroutine's context, so that whoever is asked for something knows whose it is. */
internal class TracedCall : AbstractCoroutineContextElement(Key) {
    /** In the order of their numbers. */
    val out = mutableListOf<Out>()
    lateinit var job: Job
    var end: JsonNode? = null

    /** Nobody wants it any more, and what is out has no answer. */
    fun giveUp() {
        job.cancel()
        out.forEach(Out::giveUp)
    }

    companion object Key : CoroutineContext.Key<TracedCall> {
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
        return try {
            send.answer.await()
        } catch (_: CancellationException) {
            send.isAborted = true
            withContext(NonCancellable) { send.answer.await() }
        }
    }
}

/** A source that the trace answers. */
internal val TRACED_SOURCE =
    TokenSource { renew ->
        val asked = TokenOut(renew)
        TracedCall.current().out += asked
        asked.answer.await()
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
