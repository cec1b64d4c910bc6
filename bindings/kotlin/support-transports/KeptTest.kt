package cloudagent.disposition

import java.net.Socket
import kotlin.concurrent.thread
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Connections are kept, and none that has heard something since its last reply is written to. Over any transport, by a server of sockets. */
internal abstract class KeptTest(
    /** What a call ends with whose connection holds more than the reply before; `null` where it is dropped, and the call ends well. */
    private val whenMoreCame: UncertainKind?,
    private val transport: () -> Transport,
) {
    private val body = """{"status": "Success", "details": "Queued"}"""
    private val reply = "HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n$body"
    private val other = reply.replace("200 OK", "403 No").replace("Success", "Failure")

    protected fun sets(client: DispositionClient) = assertEquals(Effect.QUEUED, runBlocking { client.setDisposition(request) }.effect)

    protected fun answersAll(server: RawServer, peer: Socket) {
        while (server.asked(peer)) server.say(peer, reply)
    }

    @Test
    fun `a connection is used again`() {
        RawServer { answersAll(this, it) }.use { server ->
            server.client(transport()).use { client -> repeat(20) { sets(client) } }
            assertEquals(20, server.requests.size)
            assertEquals(1, server.requests.toSet().size)
        }
    }

    @Test
    fun `one that was told something between two calls is not`() {
        for (words in listOf("HTTP/1.1 408 Request Timeout\r\n\r\n", other, "\u0000")) {
            val server =
                RawServer { peer ->
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
                it.client(transport()).use { client ->
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
            RawServer { peer ->
                asked(peer)
                say(peer, reply)
                peer.shutdownOutput()
                told.add("closed")
                asked(peer)
            }
        server.use {
            it.client(transport()).use { client ->
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
            RawServer { peer ->
                while (asked(peer)) say(peer, reply + other)
            }
        server.use {
            it.client(transport()).use { client ->
                sets(client)
                val told = Told.of { client.setDispositionBlocking(request) }
                assertEquals(whenMoreCame, (told.error as DispositionException.Uncertain?)?.kind)
                assertNotEquals(403, told.receipt.httpStatus)
                sets(client)
            }
            assertEquals(3, server.requests.size)
        }
    }

    @Test
    fun `one that is closed on the request is the only one that is asked`() {
        for (api in listOf(Api.GET_V2, Api.POST_API_KEY)) {
            val server =
                RawServer { peer ->
                    if (asked(peer)) say(peer, reply)
                    asked(peer)
                }
            server.use {
                it.client(transport(), api).use { client ->
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
    fun `many at once have one each`() {
        RawServer { answersAll(this, it) }.use { server ->
            server.client(transport()).use { client ->
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
