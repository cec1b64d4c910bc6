package cloudagent.disposition

import cloudagent.disposition.okhttp.OkHttpTransport
import java.net.InetAddress
import java.net.Socket
import javax.net.SocketFactory
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** What OkHttp keeps, and what it does not. */
internal class KeptConnectionsTest : KeptTest(UncertainKind.BROKEN_REPLY, { OkHttpTransport(OkHttpClient()) }) {
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
        RawServer { answersAll(this, it) }.use { server ->
            server.client(OkHttpTransport(OkHttpClient.Builder().socketFactory(own).build())).use { client -> repeat(3) { sets(client) } }
            assertEquals(3, server.requests.toSet().size)
        }
    }
}
