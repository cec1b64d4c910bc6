package cloudagent.disposition.internal

import cloudagent.disposition.BlockingTransport
import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.Transport
import cloudagent.disposition.TransportProvider
import java.util.ServiceLoader
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withContext

/** A transport that is looked for when it is first needed: that reads files. */
internal class FoundTransport : Transport {
    private val found = lazy(::provided)

    /** Found or not: what is missing is told before a call is begun. */
    suspend fun require() {
        if (!found.isInitialized()) withContext(Dispatchers.IO) { found.value }
    }

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply = found.value.send(request, limits)

    override fun canSendBodyWithGet(): Boolean = found.value.canSendBodyWithGet()

    /**
     * In the form that Android's shrinker understands: no class name but the interface's. Of several the one that can look
     * up: whoever added it beside OkHttp wants it.
     */
    private fun provided(): Transport {
        val providers =
            ServiceLoader.load(TransportProvider::class.java, TransportProvider::class.java.classLoader).iterator()
        check(providers.hasNext()) {
            "There is nothing to send with, so nothing was sent: add the artifact cloudagent-disposition-okhttp, " +
                "or on a server cloudagent-disposition-jdk, or give the client a transport of your own."
        }
        val made = providers.asSequence().map(TransportProvider::create).toList()
        return made.firstOrNull(Transport::canSendBodyWithGet) ?: made.first()
    }
}

/**
 * A transport that blocks, on a thread that is there for that; it is interrupted where nobody waits any more.
 *
 * The send is no child of the call: a socket that no interrupt wakes would hold up the deadline and cancelling.
 */
internal class ThreadedTransport(private val blocking: BlockingTransport) : Transport {
    override fun canSendBodyWithGet(): Boolean = blocking.canSendBodyWithGet()

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        // Whoever sets it decides: the thread that begins to send, or the call that gives up before.
        val isDecided = AtomicBoolean()
        val told = CompletableDeferred<Result<HttpReply>>()
        val work =
            CoroutineScope(Dispatchers.IO).launch {
                runInterruptible {
                    if (isDecided.compareAndSet(false, true)) {
                        told.complete(runCatching { blocking.send(request, limits) })
                    }
                }
            }
        try {
            return told.await().getOrThrow()
        } catch (cancelled: CancellationException) {
            work.cancel()
            if (isDecided.compareAndSet(false, true)) throw SendFailedException(FailKind.CONNECT_TIMEOUT)
            // What the thread still knows. Nobody waits for this but the engine, as long as it likes to.
            return withContext(NonCancellable) { told.await() }.getOrThrow()
        }
    }
}
