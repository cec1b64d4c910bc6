package cloudagent.disposition

import cloudagent.disposition.okhttp.OkHttpTransport
import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import javax.net.SocketFactory
import kotlin.concurrent.thread
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Connections are kept, and none that has heard something since its last reply is written to. By a server of sockets. */
internal class KeptConnectionsTest {
    private val body = """{"status": "Success", "details": "Queued"}"""
    private val reply = "HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n$body"
    private val other = reply.replace("200 OK", "403 No").replace("Success", "Failure")

    /** Serves each connection on a thread of its own, and counts requests and connections. */
    private inner class Server(private val serve: Server.(Socket) -> Unit) : AutoCloseable {
        private val listener = ServerSocket(0, 50, InetAddress.getLoopbackAddress())

        /** The connection of each request that came. */
        val requests = LinkedBlockingQueue<Int>()

        /** What `serve` waits for. */
        val mayGoOn = LinkedBlockingQueue<Unit>()

        /** Whatever `serve` tells. */
        val told = LinkedBlockingQueue<String>()

        init {
            thread(isDaemon = true) {
                runCatching {
                    while (true) {
                        val peer = listener.accept()
                        thread(isDaemon = true) { runCatching { peer.use { serve(it) } } }
                    }
                }
            }
        }

        fun client(okHttp: OkHttpClient = OkHttpClient(), api: Api = Api.GET_V2) =
            DispositionClient(account, api, OkHttpTransport(okHttp), BaseUrl.parse("http://127.0.0.1:${listener.localPort}"))

        /** Reads a request without a body; whether there was one. */
        fun asked(peer: Socket): Boolean = reads(peer.getInputStream()).also { if (it) requests.add(peer.port) }

        private fun reads(from: InputStream): Boolean {
            val head = StringBuilder()
            while (!head.endsWith("\r\n\r\n")) {
                val byte = from.read()
                if (byte < 0) return false
                head.append(byte.toChar())
            }
            return true
        }

        fun say(peer: Socket, words: String) = peer.getOutputStream().write(words.toByteArray())

        fun heard(): String = checkNotNull(told.poll(20, TimeUnit.SECONDS)) { "nothing was told" }

        override fun close() = listener.close()
    }

    private fun sets(client: DispositionClient) = assertEquals(Effect.QUEUED, runBlocking { client.setDisposition(request) }.effect)

    private fun answersAll(server: Server, peer: Socket) {
        while (server.asked(peer)) server.say(peer, reply)
    }

    @Test
    fun `a connection is used again`() {
        Server { answersAll(this, it) }.use { server ->
            server.client().use { client -> repeat(20) { sets(client) } }
            assertEquals(20, server.requests.size)
            assertEquals(1, server.requests.toSet().size)
        }
    }

    @Test
    fun `one that was told something between two calls is not`() {
        for (words in listOf("HTTP/1.1 408 Request Timeout\r\n\r\n", other, "\u0000")) {
            val server =
                Server { peer ->
                    asked(peer)
                    say(peer, reply)
                    // The caller has its reply before this comes.
                    told.add("answered")
                    mayGoOn.take()
                    say(peer, words)
                    told.add("said")
                    asked(peer)
                }
            server.use {
                it.client().use { client ->
                    repeat(5) { _ ->
                        sets(client)
                        assertEquals("answered", server.heard())
                        server.mayGoOn.add(Unit)
                        assertEquals("said", server.heard())
                    }
                }
                assertEquals(5, server.requests.toSet().size, words)
                assertEquals(5, server.requests.size, words)
            }
        }
    }

    @Test
    fun `one that the server has closed is not`() {
        val server =
            Server { peer ->
                asked(peer)
                say(peer, reply)
                peer.shutdownOutput()
                told.add("closed")
                asked(peer)
            }
        server.use {
            it.client().use { client ->
                repeat(5) { _ ->
                    sets(client)
                    assertEquals("closed", server.heard())
                    pastTheLoop()
                }
            }
            assertEquals(5, server.requests.size)
            assertEquals(5, server.requests.toSet().size)
        }
    }

    /** Call after call nobody looks for an end: the least time after which it is looked for. */
    private fun pastTheLoop() {
        val begun = System.nanoTime()
        while (System.nanoTime() - begun < LOOP_NANOS) Thread.onSpinWait()
    }

    @Test
    fun `what came with a reply is no reply to the next request`() {
        val server =
            Server { peer ->
                while (asked(peer)) say(peer, reply + other)
            }
        server.use {
            it.client().use { client ->
                sets(client)
                val error = Told.of { client.setDispositionBlocking(request) }.error
                assertEquals(UncertainKind.BROKEN_REPLY, (error as DispositionException.Uncertain).kind)
                sets(client)
            }
            assertEquals(3, server.requests.size)
        }
    }

    @Test
    fun `one that is closed on the request is the only one that is asked`() {
        for (api in listOf(Api.GET_V2, Api.POST_API_KEY)) {
            val server =
                Server { peer ->
                    if (asked(peer)) say(peer, reply)
                    asked(peer)
                }
            server.use {
                it.client(api = api).use { client ->
                    sets(client)
                    val error = Told.of { client.setDispositionBlocking(request) }.error
                    assertEquals(UncertainKind.RESET, (error as DispositionException.Uncertain).kind)
                    assertEquals(2, server.requests.size, api.code)
                    assertEquals(1, server.requests.toSet().size, api.code)
                    sets(client)
                }
                assertEquals(3, server.requests.size)
            }
        }
    }

    @Test
    fun `over a caller's own sockets each serves one send`() {
        val own =
            object : SocketFactory() {
                override fun createSocket() = Socket()

                override fun createSocket(host: String, port: Int) = error("unused")

                override fun createSocket(host: InetAddress, port: Int) = error("unused")

                override fun createSocket(host: String, port: Int, local: InetAddress, localPort: Int) = error("unused")

                override fun createSocket(host: InetAddress, port: Int, local: InetAddress, localPort: Int) = error("unused")
            }
        Server { answersAll(this, it) }.use { server ->
            server.client(OkHttpClient.Builder().socketFactory(own).build()).use { client -> repeat(3) { sets(client) } }
            assertEquals(3, server.requests.toSet().size)
        }
    }

    @Test
    fun `many at once have one each`() {
        Server { answersAll(this, it) }.use { server ->
            server.client().use { client ->
                val threads = List(8) { thread { repeat(20) { sets(client) } } }
                threads.forEach(Thread::join)
            }
            assertEquals(160, server.requests.size)
            assertTrue(server.requests.toSet().size <= 160 / 4, "connections were kept")
        }
    }

    private companion object {
        const val LOOP_NANOS = 3_000_000L
    }
}
