package cloudagent.disposition

import cloudagent.disposition.internal.bridge.BuildResult
import cloudagent.disposition.internal.bridge.HttpReplyData
import cloudagent.disposition.internal.bridge.HttpRequestData
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checkedOrNull
import cloudagent.disposition.internal.checkedSize
import cloudagent.disposition.internal.frozen
import cloudagent.disposition.internal.member
import java.nio.ByteBuffer

/**
 * One HTTP request, complete, for any HTTP stack to send as it is. [CloudAgent.buildRequest] makes
 * them, and a [Transport] is given them.
 *
 * It **holds the credential** (in the URL on the GET APIs, in a header otherwise) and the comments:
 * hand it to an HTTP stack, don't log it. It prints its method, host and path only. Send it once,
 * follow no redirect, add no `Referer`.
 */
public class HttpRequest internal constructor(record: HttpRequestData) {
    /** The method. */
    public val method: HttpMethod = member(record.method)

    /** The whole URL. It may hold the api key. */
    public val url: String = record.url

    /** The host, without port; an IPv6 address without brackets. */
    public val host: String = record.host

    /** The port, the scheme's own where the URL names none. */
    public val port: Int = record.port.toInt()

    /** What stands in the request line: the path and the query. It may hold the api key. */
    public val target: String = record.target

    /** The path without the query. */
    public val path: String = record.path

    /** The headers. An HTTP stack may add its own (`host`, `content-length`). */
    public val headers: List<HttpHeader> = record.headers.frozen { HttpHeader(it.name, it.value) }

    /** The body, to be sent as UTF-8. */
    public val body: String? = record.body

    /**
     * Whether it may go through a proxy. One to the machine itself may not, whatever is configured: the proxy would
     * be asked for its own machine, and would see the key.
     */
    @get:JvmName("mayUseProxy")
    public val mayUseProxy: Boolean = record.mayUseProxy

    /** How many bytes of the reply's body to read: so many and one more, which tells that there was more. */
    public val replyLimit: Int = record.replyLimit.toInt()

    /**
     * Whether it is a GET that has a body, which not every HTTP stack can send. One that can't must send nothing: without
     * its body it asks for something else.
     */
    @get:JvmName("bodyWithGet")
    public val bodyWithGet: Boolean = record.bodyWithGet

    /**
     * Whether it needs a connection that no other request uses, before or after: a server that ignores the body of a GET
     * would read it as the next request. There is no header for it.
     */
    @get:JvmName("ownConnection")
    public val ownConnection: Boolean = record.ownConnection

    /** Method, host and path. */
    override fun toString(): String = "HttpRequest($method $host$path)"
}

/** A header of a request. It may hold the credential, and prints its name only. */
public class HttpHeader internal constructor(
    /** The name. */
    public val name: String,
    /** The value. */
    public val value: String,
) {
    /** The name. */
    override fun toString(): String = "HttpHeader($name)"
}

/**
 * What came back for a request, whatever its status: a [Transport] gives it.
 *
 * @param status the HTTP status. A number outside 100 to 999 stands for none, and is read as 0.
 * @param body the body as it came, without a transfer's encoding (`chunked`). One that a server compressed with
 *   gzip may stay so: the core reads it. It is copied.
 * @param retryAfter the header `Retry-After`.
 * @param date the header `Date`, from which a `Retry-After` that is a date is counted.
 * @throws IllegalArgumentException a text holds a lone surrogate, or the body has more than 1 GiB.
 */
public class HttpReply @JvmOverloads constructor(
    /** The HTTP status. */
    public val status: Int,
    body: ByteArray,
    /** The header `Retry-After`. */
    public val retryAfter: String? = null,
    /** The header `Date`. */
    public val date: String? = null,
) {
    private val bytes: ByteArray = body.clone()

    init {
        checkedSize(body.size)
        checkedOrNull("retryAfter", retryAfter)
        checkedOrNull("date", date)
    }

    internal val size: Int get() = bytes.size

    internal fun writeBody(to: ByteBuffer) {
        to.put(bytes)
    }

    /** A copy of the body. */
    public val body: ByteArray get() = bytes.clone()

    internal fun record(): HttpReplyData = HttpReplyData(status, retryAfter, date, bytes)

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean =
        other is HttpReply && status == other.status && retryAfter == other.retryAfter && date == other.date &&
            bytes.contentEquals(other.bytes)

    /** Goes with [equals]. */
    override fun hashCode(): Int = listOf(status, retryAfter, date, bytes.contentHashCode()).hashCode()

    /** The status and the size: the body may repeat what was sent. */
    override fun toString(): String = "HttpReply($status, ${bytes.size} bytes)"
}

internal fun built(result: BuildResult): HttpRequest =
    when (result) {
        is BuildResult.Built -> call { HttpRequest(result.request) }
        is BuildResult.Refused -> throw refusal(result.violations)
    }
