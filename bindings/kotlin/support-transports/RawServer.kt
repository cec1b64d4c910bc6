package cloudagent.disposition

import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** A server of sockets: serves each connection on a thread of its own, and counts requests and connections. */
internal class RawServer(private val serve: RawServer.(Socket) -> Unit) : AutoCloseable {
    private val listener = ServerSocket(0, 50, InetAddress.getLoopbackAddress())

    /** Where it listens. */
    val port: Int get() = listener.localPort

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

    /** A client that sends here. */
    fun client(transport: Transport, api: Api = Api.GET_V2) =
        DispositionClient(account, api, transport, BaseUrl.parse("http://127.0.0.1:$port"))

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

    /** Writes these words, and nothing of HTTP's beside them. */
    fun say(peer: Socket, words: String) = peer.getOutputStream().write(words.toByteArray())

    /** What `serve` told next. */
    fun heard(): String = checkNotNull(told.poll(20, TimeUnit.SECONDS)) { "nothing was told" }

    override fun close() = listener.close()
}
