package cloudagent.disposition.jdk

import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.Transport
import cloudagent.disposition.jdk.internal.Attempt
import cloudagent.disposition.jdk.internal.Clients
import cloudagent.disposition.jdk.internal.Way
import cloudagent.disposition.jdk.internal.kindOf
import cloudagent.disposition.jdk.internal.ownClients
import cloudagent.disposition.jdk.internal.readLimited
import cloudagent.disposition.jdk.internal.toJdk
import java.net.ProxySelector
import java.net.http.HttpResponse
import java.util.concurrent.CompletableFuture
import javax.net.ssl.SSLContext
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

/**
 * Sends over the HTTP client of the JDK, `java.net.http`: for a program on a server, where OkHttp is not wanted, or where
 * dispositions are to be looked up.
 *
 * One attempt is **one send**: by itself that client sends a GET again where a kept connection turns out to be dead, and here
 * it does not. No redirect, no cookie, no answer to a 401.
 *
 * It can send a body with GET, which a look-up needs. Requests that want a connection of their own
 * ([HttpRequest.ownConnection]) go through an HTTP client of their own.
 *
 * Connections are kept as long as the JDK keeps them: 30 s, before JDK 20 for 20 minutes, or by the system property
 * `jdk.httpclient.keepalive.timeout`, in seconds. Each is looked at before it is used again.
 *
 * Nothing is made, looked up or opened before the first send. Cancelling the coroutine ends the HTTP call at once; on a JDK
 * older than 16 a request that is out already holds its connection until its time is over.
 *
 * @param sslContext whom to trust; by itself the JVM's default.
 * @param proxySelector which proxy a request goes through; by itself the JVM's default, which goes by `https.proxyHost` and
 *   `http.nonProxyHosts`. It is asked off the thread that makes the call, and where it names a proxy nothing goes past that. The JDK's
 *   client speaks to HTTP proxies only: where it names no other than SOCKS, nothing is sent. A proxy that asks who calls is refused, too.
 */
public class JdkTransport private constructor(private val clients: Clients) : Transport {
    /**
     * Sends over the JDK's HTTP client. Transports that are given nothing share one for the whole program.
     */
    @JvmOverloads
    public constructor(sslContext: SSLContext? = null, proxySelector: ProxySelector? = null) :
        this(if (sslContext == null && proxySelector == null) ownClients else Clients(sslContext, proxySelector))

    /** It can. */
    override fun canSendBodyWithGet(): Boolean = true

    /**
     * Sends the request once, and gives the whole reply, whatever its status.
     *
     * @throws SendFailedException no whole reply came; its kind says what is known.
     */
    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        val attempt = Attempt(limits)
        try {
            return withTimeoutOrNull(limits.totalMillis) { exchange(request, attempt) }
                ?: throw SendFailedException(attempt.outOfTime())
        } catch (cancelled: CancellationException) {
            throw if (attempt.giveUp()) nothingSent(cancelled) else cancelled
        } finally {
            attempt.end()
        }
    }

    /**
     * It is proven that nothing left this machine. An exception of its own says so: the one that was caught is shared by
     * everything that was cancelled with this send, and other sends may have left.
     */
    private fun nothingSent(cancelled: CancellationException) =
        CancellationException("cancelled before it was sent")
            .apply {
                initCause(cancelled)
                addSuppressed(SendFailedException(FailKind.CONNECT_TIMEOUT))
            }

    private suspend fun exchange(request: HttpRequest, attempt: Attempt): HttpReply {
        val sent = toJdk(request, attempt) ?: throw SendFailedException(FailKind.UNSENDABLE)
        attempt.connecting()
        val way = wayOf(request, sent)
        return suspendCancellableCoroutine { waiting ->
            waiting.invokeOnCancellation { attempt.end() }
            val call =
                try {
                    way.client.sendAsync(sent) { readLimited(attempt) }
                } catch (failure: RuntimeException) {
                    CompletableFuture.failedFuture(failure)
                }
            call.whenComplete { reply: HttpResponse<ByteArray>?, failure: Throwable? ->
                val kind = if (reply == null) kindOf(failure, attempt, way) else attempt.kindOfUnasked()
                if (kind == null) waiting.resume(read(reply!!)) else waiting.resumeWithException(SendFailedException(kind))
            }
            attempt.isOut(call)
        }
    }

    /**
     * Making a client reads the machine's certificates, and a selector may read files: not the caller's thread's work. What fails
     * here has sent nothing.
     */
    private suspend fun wayOf(request: HttpRequest, sent: java.net.http.HttpRequest): Way {
        val way = withContext(Dispatchers.IO) { runCatching { clients.wayOf(request, sent) } }
        return way.getOrElse { throw it as? SendFailedException ?: SendFailedException(FailKind.CONNECT) }
    }

    private fun read(reply: HttpResponse<ByteArray>): HttpReply {
        fun header(name: String): String? = reply.headers().allValues(name).firstOrNull()
        return HttpReply(reply.statusCode(), reply.body(), header("Retry-After"), header("Date"))
    }

    /** Shows nothing of the client. */
    override fun toString(): String = "JdkTransport"
}
