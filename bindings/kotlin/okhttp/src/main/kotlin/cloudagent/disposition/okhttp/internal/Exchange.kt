package cloudagent.disposition.okhttp.internal

import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.SendFailedException
import java.io.IOException
import kotlin.coroutines.Continuation
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import okhttp3.Call
import okhttp3.Callback
import okhttp3.HttpUrl.Companion.toHttpUrlOrNull
import okhttp3.MediaType
import okhttp3.Request
import okhttp3.RequestBody
import okhttp3.Response
import okio.Buffer
import okio.BufferedSink

/**
 * The request for OkHttp, as it is.
 *
 * @return `null` where OkHttp takes no such host, or no such header: the core's rules let none pass, and
 *   what OkHttp says of one would hold the key.
 */
internal fun toOkHttp(request: HttpRequest, attempt: Attempt): Request? {
    val url = request.url.toHttpUrlOrNull() ?: return null
    return try {
        val builder = Request.Builder().url(url).method(request.method.code, request.body?.let(::OneShotBody))
        for (header in request.headers) builder.addHeader(header.name, header.value)
        builder.tag(Attempt::class.java, attempt).build()
    } catch (_: IllegalArgumentException) {
        null
    }
}

/** A body that OkHttp sends once, and that no logging interceptor prints. Its type stands in a header. */
private class OneShotBody(text: String) : RequestBody() {
    private val bytes = text.toByteArray()

    override fun contentType(): MediaType? = null

    override fun contentLength(): Long = bytes.size.toLong()

    override fun isOneShot(): Boolean = true

    override fun writeTo(sink: BufferedSink) {
        sink.write(bytes)
    }
}

/** Hands what OkHttp tells to the coroutine that waits for it. None of OkHttp's exceptions goes along. */
internal class Answer(
    private val attempt: Attempt,
    private val waiting: Continuation<HttpReply>,
) : Callback {
    override fun onResponse(call: Call, response: Response) {
        val reply =
            try {
                response.use { read(call, it) }
            } catch (failure: IOException) {
                return giveUp(call, kindOfBody(failure))
            } catch (_: Exception) {
                return giveUp(call, FailKind.TRANSPORT_FAILED)
            }
        waiting.resume(reply)
    }

    override fun onFailure(call: Call, e: IOException) {
        fail(kindOf(e, attempt))
    }

    /** Closing a body that can't be read, a 101's, leaves the connection open: this frees it. */
    private fun giveUp(call: Call, kind: FailKind) {
        call.cancel()
        fail(kind)
    }

    private fun fail(kind: FailKind) {
        waiting.resumeWithException(SendFailedException(kind))
    }

    /** Reads the body up to the limit and one byte more, which tells that there was more. */
    private fun read(call: Call, response: Response): HttpReply {
        val body = Buffer()
        val source = response.body.source()
        var left = attempt.limits.bodyBytes + 1L
        while (left > 0) {
            val count = source.read(body, left)
            if (count == -1L) break
            left -= count
        }
        // Or closing it would read on, in the hope of keeping the connection.
        if (left == 0L) call.cancel()
        return HttpReply(
            response.code,
            body.readByteArray(),
            response.headers("Retry-After").firstOrNull(),
            response.headers("Date").firstOrNull(),
        )
    }
}
