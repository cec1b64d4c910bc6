package cloudagent.disposition.okhttp.internal

import java.io.FilterInputStream
import java.io.IOException
import java.io.InputStream
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Socket
import java.net.SocketAddress
import java.net.SocketTimeoutException
import java.util.concurrent.ConcurrentHashMap
import javax.net.SocketFactory
import okhttp3.Connection

/**
 * A socket that tells what came over it. OkHttp uses a kept connection without a look at what the
 * server has sent or closed meanwhile, so this looks.
 */
internal class HeardSocket(private val all: HeardSockets) : Socket() {
    private val heard: InputStream by lazy { Heard(unheard()) }

    /** How many bytes were read so far. */
    @Volatile
    var received = 0L
        private set

    @Volatile
    private var lastRead = 0L

    private var wasAsked = false

    override fun getInputStream(): InputStream = heard

    private fun unheard(): InputStream = super.getInputStream()

    override fun connect(endpoint: SocketAddress?, timeout: Int) {
        super.connect(endpoint, timeout)
        all.add(this)
    }

    override fun close() {
        all.remove(this)
        super.close()
    }

    /**
     * Whether a request may be written: to a new connection always, and to a kept one where the server has said nothing
     * and not closed it since its last reply. What it has said can be seen at once. That it has closed shows only in
     * an attempt to read, which waits a millisecond where it has not; in a loop, call after call, nobody tries.
     */
    fun mayBeAsked(): Boolean =
        !wasAsked.also { wasAsked = true } ||
            try {
                val stream = unheard()
                stream.available() == 0 && (System.nanoTime() - lastRead < IN_A_LOOP_NANOS || !hasEnded(stream))
            } catch (_: IOException) {
                false
            }

    private fun hasEnded(stream: InputStream): Boolean {
        val before = soTimeout
        soTimeout = 1
        return try {
            stream.read()
            true
        } catch (_: SocketTimeoutException) {
            false
        } finally {
            soTimeout = before
        }
    }

    private inner class Heard(stream: InputStream) : FilterInputStream(stream) {
        override fun read(): Int = super.read().also { count(if (it < 0) 0 else 1) }

        override fun read(to: ByteArray, offset: Int, length: Int): Int = super.read(to, offset, length).also(::count)

        private fun count(bytes: Int) {
            if (bytes <= 0) return
            received += bytes
            lastRead = System.nanoTime()
        }
    }
}

/** The sockets that are open, by their two ends: OkHttp shows the TLS around a socket, not what is inside. */
internal class HeardSockets : SocketFactory() {
    private val open = ConcurrentHashMap<Pair<SocketAddress, SocketAddress>, HeardSocket>()

    /** The socket of a connection; `null` where it is none of these, or TLS reads past it. */
    fun of(connection: Connection): HeardSocket? {
        val socket = connection.socket()
        return socket as? HeardSocket ?: ends(socket)?.let(open::get)?.takeIf { it.received > 0 }
    }

    fun add(socket: HeardSocket) {
        ends(socket)?.let { open[it] = socket }
    }

    fun remove(socket: HeardSocket) {
        ends(socket)?.let { open.remove(it, socket) }
    }

    private fun ends(socket: Socket): Pair<SocketAddress, SocketAddress>? {
        val local = socket.localSocketAddress ?: return null
        return socket.remoteSocketAddress?.let { local to it }
    }

    override fun createSocket(): Socket = HeardSocket(this)

    override fun createSocket(host: String?, port: Int): Socket = connected(InetSocketAddress(host, port))

    override fun createSocket(host: InetAddress?, port: Int): Socket = connected(InetSocketAddress(host, port))

    override fun createSocket(host: String?, port: Int, local: InetAddress?, localPort: Int): Socket =
        connected(InetSocketAddress(host, port), InetSocketAddress(local, localPort))

    override fun createSocket(host: InetAddress?, port: Int, local: InetAddress?, localPort: Int): Socket =
        connected(InetSocketAddress(host, port), InetSocketAddress(local, localPort))

    private fun connected(to: InetSocketAddress, from: InetSocketAddress? = null): Socket =
        createSocket().apply {
            bind(from)
            connect(to)
        }
}

/** A kept connection that is answered within this is used in a loop. */
private const val IN_A_LOOP_NANOS = 2_000_000L
