package cloudagent.disposition.jdk.internal

import cloudagent.disposition.HttpRequest
import java.net.URI
import java.net.URISyntaxException
import java.net.http.HttpClient
import java.net.http.HttpRequest.BodyPublisher
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodySubscriber
import java.nio.ByteBuffer
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import java.util.concurrent.Flow

/**
 * The request for the JDK, as it is.
 *
 * @return `null` where the JDK takes no such URL, or no such header: the core's rules let none pass, and what the JDK says of
 *   one would hold the key.
 */
internal fun toJdk(request: HttpRequest, attempt: Attempt): java.net.http.HttpRequest? =
    try {
        val builder =
            java.net.http.HttpRequest.newBuilder(URI(request.url))
                .version(HttpClient.Version.HTTP_1_1)
                .method(request.method.code, OneSendBody(request.body.orEmpty(), attempt))
                // The limit is the attempt's own, and punctual. This one frees the connection on a JDK that can't be told to.
                .timeout(Duration.ofMillis(attempt.limits.totalMillis + LATE_MILLIS))
        for (header in request.headers) builder.header(header.name, header.value)
        builder.build()
    } catch (_: URISyntaxException) {
        null
    } catch (_: IllegalArgumentException) {
        null
    }

/**
 * A body that is sent once, where there is none too. The JDK asks for its length when the connection stands and the
 * request's head is about to be written, so a second time before each send of its own.
 */
private class OneSendBody(text: String, private val attempt: Attempt) : BodyPublisher {
    private val bytes = BodyPublishers.ofByteArray(text.toByteArray())

    override fun contentLength(): Long {
        attempt.handOver()
        return bytes.contentLength()
    }

    override fun subscribe(subscriber: Flow.Subscriber<in ByteBuffer>) = bytes.subscribe(subscriber)
}

/** Reads a body up to the limit and one byte more, which tells that there was more. */
internal fun readLimited(attempt: Attempt): BodySubscriber<ByteArray> = LimitedBody(attempt)

private class LimitedBody(private val attempt: Attempt) : BodySubscriber<ByteArray> {
    private val whole = CompletableFuture<ByteArray>()
    private val parts = ArrayList<ByteArray>()
    private var left = attempt.limits.bodyBytes + 1L
    private lateinit var subscription: Flow.Subscription

    override fun getBody(): CompletionStage<ByteArray> = whole

    override fun onSubscribe(subscription: Flow.Subscription) {
        this.subscription = subscription
        attempt.reads(subscription)
        subscription.request(Long.MAX_VALUE)
    }

    override fun onNext(item: List<ByteBuffer>) {
        for (buffer in item) {
            if (left == 0L) return
            val part = ByteArray(minOf(buffer.remaining().toLong(), left).toInt())
            buffer.get(part)
            parts += part
            left -= part.size
        }
        if (left > 0) return
        // The rest is not of use, and the connection goes with it.
        subscription.cancel()
        onComplete()
    }

    override fun onError(failure: Throwable) {
        whole.completeExceptionally(failure)
    }

    override fun onComplete() {
        val body = ByteArray(parts.sumOf { it.size })
        var at = 0
        for (part in parts) {
            part.copyInto(body, at)
            at += part.size
        }
        parts.clear()
        whole.complete(body)
    }
}

private const val LATE_MILLIS = 250L
