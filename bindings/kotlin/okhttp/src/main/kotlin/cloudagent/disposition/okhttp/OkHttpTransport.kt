package cloudagent.disposition.okhttp

import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.Transport
import cloudagent.disposition.okhttp.internal.Answer
import cloudagent.disposition.okhttp.internal.Attempt
import cloudagent.disposition.okhttp.internal.Clients
import cloudagent.disposition.okhttp.internal.ownClients
import cloudagent.disposition.okhttp.internal.requireOkHttp
import cloudagent.disposition.okhttp.internal.toOkHttp
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import okhttp3.OkHttpClient

/**
 * Sends over OkHttp: what a client uses by itself where this artifact is there.
 *
 * One attempt is **one send**, whatever OkHttp would do by itself: no resend on a dead connection, a
 * 408, or a 503 with `Retry-After: 0`; no redirect, no cookie, no cache, no answer to a 401.
 *
 * A connection is kept for 4 s, and looked at before it is used again: one that the server has closed, or has said
 * something on, is dropped, and the request goes over a new one.
 *
 * Nothing is made, looked up or opened before the first send. Cancelling the coroutine ends the HTTP
 * call at once.
 */
public class OkHttpTransport private constructor(private val clients: Lazy<Clients>) : Transport {
    init {
        requireOkHttp()
    }

    /**
     * Sends over an OkHttpClient of the library's own, which is made at the first send.
     *
     * @throws IllegalStateException the class path has an OkHttp older than 5.3; the message names it.
     */
    public constructor() : this(ownClients)

    /**
     * Sends over the caller's OkHttpClient: its interceptors, event listeners, proxy, certificate
     * pins, trust and dispatcher.
     *
     * The rules of this transport are laid on top, in a copy; the caller's client stays as it is.
     * With a socket factory of the caller's no connection is kept, since what came over one can't be seen.
     * That copy does not use the caller's connections, cache, cookies, authenticator and timeouts: how
     * long a call may take is the disposition client's to say. It speaks HTTP/1.1, and a request
     * that may use no proxy ([HttpRequest.mayUseProxy]: one to the machine itself) uses none. A proxy that asks who calls gets the
     * answer of the caller's proxy authenticator, before the request is sent. The caller's dispatcher
     * decides how many calls run at once: by itself OkHttp allows 5 to one host.
     *
     * An interceptor sees the whole request, and so does an event listener. On the GET APIs **the api key stands in the URL**, and
     * in a header otherwise: what logs the request writes it down, unless it leaves both out. A
     * second `proceed` of an interceptor fails, since it would be a second send.
     *
     * @throws IllegalStateException the class path has an OkHttp older than 5.3; the message names it.
     */
    public constructor(client: OkHttpClient) : this(lazy { Clients(client) })

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
        val call = made().of(request).newCall(toOkHttp(request, attempt) ?: throw SendFailedException(FailKind.UNSENDABLE))
        return suspendCancellableCoroutine { continuation ->
            continuation.invokeOnCancellation { call.cancel() }
            call.enqueue(Answer(attempt, continuation))
        }
    }

    /**
     * The clients. Making them reads the machine's certificates, which is not the caller's thread's work,
     * and who waits for that can be cancelled.
     */
    private suspend fun made(): Clients =
        if (clients.isInitialized()) clients.value else making.withLock { withContext(Dispatchers.IO) { clients.value } }

    /** Shows nothing of the client. */
    override fun toString(): String = "OkHttpTransport"

    private companion object {
        val making = Mutex()
    }
}
