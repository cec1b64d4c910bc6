package cloudagent.disposition

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/**
 * Sends one HTTP request: the caller's own HTTP stack, for coroutines.
 *
 * It is called from any thread, and from several at once. One call is **one send**: no retry, no
 * redirect, no cookie, no cache. It should end when its coroutine is cancelled, which is how
 * the deadline and cancelling end the send. Where it knows then that nothing was sent it says so, within a
 * quarter of a second: by a [SendFailedException], or by a [kotlinx.coroutines.CancellationException] with one among
 * what it suppressed. A reply that is there all the same counts. A send that ignores being cancelled is waited for
 * that long and then left alone: the call ends without it.
 *
 * A send runs in a coroutine of its own, with the caller's dispatcher and other context but not as a child of the caller's
 * job: no scope around the call waits for it.
 *
 * It runs on the thread that makes the call, and **must not block it**: one that blocks holds up the deadline and
 * cancelling. What blocks is a [BlockingTransport].
 */
public fun interface Transport {
    /**
     * Sends the request once, and gives the whole reply, whatever its status.
     *
     * @throws SendFailedException no whole reply came; its kind says what is known. Whatever else is
     *   thrown counts as [FailKind.TRANSPORT_FAILED].
     */
    public suspend fun send(request: HttpRequest, limits: Limits): HttpReply

    /**
     * Whether it can send a GET with a body ([HttpRequest.bodyWithGet]): a look-up of call records needs that. Where it can't, a
     * look-up sends nothing, and says so. OkHttp can't; the artifact `cloudagent-disposition-jdk` can.
     */
    public fun canSendBodyWithGet(): Boolean = false
}

/**
 * Sends one HTTP request: the caller's own HTTP stack, where it blocks.
 *
 * It is called from any thread, and from several at once. One call is **one send**: no retry, no
 * redirect, no cookie, no cache. Where the call is cancelled or its time is over, the thread is
 * interrupted, and the call ends whether or not the thread does: what does not heed the interrupt must keep to the
 * limits by itself, or its thread stays busy.
 *
 * [DispositionClient.Builder] takes it, from Kotlin too:
 * `DispositionClient.builder(account, api).transport(BlockingTransport { request, limits -> … }).build()`.
 */
public fun interface BlockingTransport {
    /**
     * Sends the request once, and gives the whole reply, whatever its status.
     *
     * @throws SendFailedException no whole reply came; its kind says what is known. Whatever else is
     *   thrown counts as [FailKind.TRANSPORT_FAILED].
     */
    @Throws(Exception::class)
    public fun send(request: HttpRequest, limits: Limits): HttpReply

    /**
     * Whether it can send a GET with a body ([HttpRequest.bodyWithGet]): a look-up of call records needs that. Where it can't, a
     * look-up sends nothing, and says so. OkHttp can't; the artifact `cloudagent-disposition-jdk` can.
     */
    public fun canSendBodyWithGet(): Boolean = false
}

/** What one send must keep to. */
public class Limits(
    /** Within how many milliseconds a connection must stand. */
    public val connectMillis: Long,
    /** Within how many milliseconds the whole reply must have come. */
    public val totalMillis: Long,
    /** How many bytes of a body are of use: what follows need not be read. */
    public val bodyBytes: Int,
) {
    /** Within what time a connection must stand. */
    public val connect: Duration get() = connectMillis.milliseconds

    /** Within what time the whole reply must have come. */
    public val total: Duration get() = totalMillis.milliseconds

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean =
        other is Limits && connectMillis == other.connectMillis && totalMillis == other.totalMillis &&
            bodyBytes == other.bodyBytes

    /** Goes with [equals]. */
    override fun hashCode(): Int = listOf(connectMillis, totalMillis, bodyBytes).hashCode()

    /** The three of them. */
    override fun toString(): String =
        "Limits(connectMillis=$connectMillis, totalMillis=$totalMillis, bodyBytes=$bodyBytes)"
}

/**
 * A send failed without a whole reply: what a [Transport] throws.
 *
 * It carries no other exception: that one's text might hold the api key.
 */
public class SendFailedException(
    /** What is known of the send. */
    public val kind: FailKind,
) : Exception("The request failed: $kind.", null) {
    private companion object {
        private const val serialVersionUID = 1L
    }
}

/**
 * Makes the transport of a client that was given none. Found by [java.util.ServiceLoader]; the
 * artifacts `cloudagent-disposition-okhttp` and `cloudagent-disposition-jdk` register one each. Of several
 * the first counts whose transport can send a body with GET, else the first.
 */
public interface TransportProvider {
    /** A transport, for one client. */
    public fun create(): Transport
}
