package cloudagent.disposition.internal

import cloudagent.disposition.BlockingTransport
import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.Transport
import cloudagent.disposition.TransportProvider
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.util.ServiceLoader
import java.util.concurrent.atomic.AtomicBoolean

/** A transport that is looked for when it is first needed: that reads files. */
internal class FoundTransport : Transport {
    private val found = lazy(::provided)

    /** Found or not: what is missing is told before a call is begun. */
    suspend fun require() {
        if (!found.isInitialized()) withContext(Dispatchers.IO) { found.value }
    }

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply = found.value.send(request, limits)

    /** In the form that Android's shrinker understands: no class name but the interface's. */
    private fun provided(): Transport {
        val providers =
            ServiceLoader.load(TransportProvider::class.java, TransportProvider::class.java.classLoader).iterator()
        check(providers.hasNext()) {
            "There is nothing to send with, so nothing was sent: add the artifact cloudagent-disposition-okhttp, " +
                "or give the client a transport of your own."
        }
        return providers.next().create()
    }
}

/** A transport that blocks, on a thread that is there for that; it is interrupted where nobody waits any more. */
internal class ThreadedTransport(private val blocking: BlockingTransport) : Transport {
    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        // Before there is a thread for it, nothing was sent.
        val begun = AtomicBoolean()
        try {
            return withTimeoutOrNull(limits.totalMillis) {
                runInterruptible(Dispatchers.IO) {
                    begun.set(true)
                    blocking.send(request, limits)
                }
            } ?: throw SendFailedException(if (begun.get()) FailKind.TIMEOUT else FailKind.CONNECT_TIMEOUT)
        } catch (cancelled: CancellationException) {
            throw if (begun.get()) cancelled else nothingSent()
        }
    }

    private fun nothingSent() =
        CancellationException("cancelled before it was sent")
            .apply { addSuppressed(SendFailedException(FailKind.CONNECT_TIMEOUT)) }
}
