package cloudagent.disposition.internal

import cloudagent.disposition.BlockingTokenSource
import cloudagent.disposition.BlockingTokenStore
import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.StoreEntry
import cloudagent.disposition.Token
import cloudagent.disposition.TokenSource
import cloudagent.disposition.TokenStore
import cloudagent.disposition.Transport
import cloudagent.disposition.internal.bridge.EventData
import cloudagent.disposition.internal.bridge.SecretBytesHandle
import cloudagent.disposition.internal.bridge.StepData
import cloudagent.disposition.internal.bridge.StoreAnswerData
import cloudagent.disposition.internal.bridge.StoreOperationData
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.isActive
import kotlinx.coroutines.runInterruptible

/**
 * The caller's own code that calls need: what sends, where tokens are kept and where they come from. Whatever it throws
 * is an answer, and nothing of that but its kind goes on.
 */
internal class Host(private val transport: Transport, private val store: TokenStore?, private val source: TokenSource?) {
    /** A transport is looked for when it is first needed. What is missing is told before a call is begun. */
    suspend fun prepare() {
        if (transport is FoundTransport) transport.require()
    }

    /** One send. */
    suspend fun send(seq: UInt, request: HttpRequest, limits: Limits, wall: () -> ULong): EventData {
        if (!currentCoroutineContext().isActive) return EventData.Failed(seq, FailKind.CANCELLED.code, sent = false)
        return try {
            // Without its body it would ask for something else.
            if (request.bodyWithGet && !transport.canSendBodyWithGet()) throw SendFailedException(FailKind.UNSENDABLE)
            EventData.Reply(seq, transport.send(request, limits).record(), wall())
        } catch (thrown: Throwable) {
            failed(seq, thrown)
        }
    }

    /** What a token store is asked. */
    suspend fun carryOut(step: StepData.Store, wall: () -> ULong): EventData {
        val answer =
            try {
                step.operation.carryOut(checkNotNull(store))
            } catch (_: Throwable) {
                StoreAnswerData.Failed
            }
        return EventData.Stored(step.seq, answer, wall())
    }

    /** A token of the host's. */
    suspend fun token(step: StepData.Token, wall: () -> ULong): EventData =
        try {
            EventData.TokenGiven(step.seq, checkNotNull(source).token(step.renew).handle, wall())
        } catch (thrown: Throwable) {
            failed(step.seq, thrown)
        }

    private fun failed(seq: UInt, thrown: Throwable): EventData {
        val told =
            when (thrown) {
                is SendFailedException -> thrown
                // A send that was cancelled may still know that nothing was sent.
                is CancellationException -> thrown.suppressed.firstNotNullOfOrNull { it as? SendFailedException }
                else -> null
            }
        return EventData.Failed(seq, (told?.kind ?: FailKind.TRANSPORT_FAILED).code, sent = true)
    }
}

private suspend fun StoreOperationData.carryOut(store: TokenStore): StoreAnswerData =
    when (this) {
        is StoreOperationData.Get ->
            store.get(key)?.let { StoreAnswerData.Found(SecretBytesHandle(it.bytes), it.version) } ?: StoreAnswerData.Nothing
        is StoreOperationData.PutIf -> {
            val isWritten = bytes.use { store.putIf(key, version, it.expose()) }
            if (isWritten) StoreAnswerData.Written else StoreAnswerData.Conflict
        }
    }

/**
 * Where stores and sources run: threads of their own, so that one that blocks holds up neither the call that waits for it nor
 * what else the program does on [Dispatchers.IO].
 */
internal val HOST_THREADS: CoroutineContext = Dispatchers.IO.limitedParallelism(16)

/** A store that blocks. It is let go on where the call has ended: nobody interrupts a write. */
internal class ThreadedStore(private val blocking: BlockingTokenStore) : TokenStore {
    override suspend fun get(key: String): StoreEntry? = blocking.get(key)

    override suspend fun putIf(key: String, version: String?, bytes: ByteArray): Boolean = blocking.putIf(key, version, bytes)
}

/** A source that blocks, interrupted where the call has ended. */
internal class ThreadedSource(private val blocking: BlockingTokenSource) : TokenSource {
    override suspend fun token(renew: Boolean): Token = runInterruptible { blocking.token(renew) }
}
