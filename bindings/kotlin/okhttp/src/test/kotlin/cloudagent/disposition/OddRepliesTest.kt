package cloudagent.disposition

import cloudagent.disposition.okhttp.OkHttpTransport
import java.io.ByteArrayOutputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.zip.GZIPOutputStream
import kotlin.concurrent.thread
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory

/** HTTP that is odd and can be read all the same: the body decides. By a server that writes bytes, not HTTP. */
internal class OddRepliesTest {
    private val queued = """{"status": "Queued"}""".toByteArray()

    private fun gzip(bytes: ByteArray): ByteArray =
        ByteArrayOutputStream().also { out -> GZIPOutputStream(out).use { it.write(bytes) } }.toByteArray()

    /** Each connection gets these bytes once it has sent its request's head. */
    private fun <T> serving(reply: ByteArray, use: (BaseUrl) -> T): T =
        ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { server ->
            thread(isDaemon = true) { runCatching { while (true) server.accept().use { answer(it, reply) } } }
            use(BaseUrl.parse("http://127.0.0.1:${server.localPort}"))
        }

    private fun answer(peer: Socket, reply: ByteArray) {
        val head = StringBuilder()
        while (!head.endsWith("\r\n\r\n")) {
            val byte = peer.getInputStream().read()
            if (byte < 0) return
            head.append(byte.toChar())
        }
        peer.getOutputStream().write(reply)
        peer.shutdownOutput()
        // Until the client has gone: closing before it has read all would reset the connection.
        while (peer.getInputStream().read() >= 0) continue
    }

    private fun reply(vararg headers: String, body: ByteArray = queued, status: String = "HTTP/1.1 200 OK"): ByteArray =
        (listOf(status, *headers, "Content-Length: ${body.size}").joinToString("\r\n", postfix = "\r\n\r\n")).toByteArray() + body

    @TestFactory
    fun `it is read`(): List<DynamicTest> =
        mapOf(
            "a plain one" to reply(),
            "a folded header" to reply("Content-Security-Policy: default-src 'self';\r\n  img-src *;\r\n\tframe-src *"),
            "150 headers" to reply(*Array(150) { "X-Debug-$it: y" }),
            "1,000 headers" to reply(*Array(996) { "X-Debug-$it: y" }),
            "200 KB of headers" to reply(*Array(200) { "X-Debug-$it: ${"y".repeat(1_000)}" }),
            "a space in a name" to reply("X Space: 1"),
            "a name of no characters" to reply(": 1"),
            "a name that is none" to reply("X-(Debug): 1", "X\u0001: 1"),
            "a line without a colon" to reply("this is no header"),
            "a value with a control character" to reply("X-Debug: a\u0001b"),
            "a value in Latin-1" to String(reply("X-Debug: caf?")).replace('?', '\u00e9').toByteArray(Charsets.ISO_8859_1),
            "spaces before a colon" to
                "HTTP/1.1 200 OK\r\nX-Debug : y\r\nContent-Length : ${queued.size}\r\n\r\n".toByteArray() + queued,
            "no reason" to reply(status = "HTTP/1.1 200"),
            "HTTP/1.0" to reply(status = "HTTP/1.0 200 OK"),
            "no length" to "HTTP/1.1 200 OK\r\n\r\n".toByteArray() + queued,
            "lines that end with a line feed only" to
                "HTTP/1.1 200 OK\nContent-Length: ${queued.size}\n\n".toByteArray() + queued,
            "gzip" to reply("Content-Encoding: gzip", body = gzip(queued)),
            "gzip that is not told" to reply(body = gzip(queued)),
            "bytes behind it" to reply() + "HTTP/1.1 500 Oops\r\n\r\n".toByteArray(),
        ).map { (name, bytes) ->
            DynamicTest.dynamicTest(name) {
                for (transport in listOf(OkHttpTransport(), OkHttpTransport(OkHttpClient()))) {
                    val told =
                        serving(bytes) { baseUrl ->
                            DispositionClient(account, Api.GET_V2, transport, baseUrl).use { client ->
                                Told.of { client.setDispositionBlocking(request) }
                            }
                        }
                    val receipt = told.receipt
                    assertEquals(Effect.QUEUED to Outcome.QUEUED, receipt.effect to receipt.outcome, "$receipt")
                }
            }
        }

    @Test
    fun `what is compressed reaches the core as it came`() {
        val body = gzip(queued)
        val bytes = reply("Content-Encoding: gzip", body = body)
        for (transport in listOf(OkHttpTransport(), OkHttpTransport(OkHttpClient()))) {
            val got =
                serving(bytes) { baseUrl ->
                    val ask = CloudAgent.buildRequest(account, request, Api.GET_V2, baseUrl)
                    runBlocking { transport.send(ask, Limits(5_000, 15_000, 65_536)) }
                }
            assertArrayEquals(body, got.body)
        }
    }
}
