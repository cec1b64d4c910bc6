package cloudagent.disposition.okhttp.internal

import java.io.IOException
import java.net.InetSocketAddress
import java.net.Proxy
import okhttp3.Call
import okhttp3.EventListener
import okhttp3.HttpUrl
import okhttp3.Protocol

/** Sees how far the connection of one attempt came, and that one has to be made: that begins with the choice of a way. */
internal class RouteWitness(private val attempt: Attempt) : EventListener() {
    /** Whether a TLS handshake was begun. */
    @Volatile
    var tlsBegan = false
        private set

    /** Whether the connection that failed last was to a proxy. */
    @Volatile
    var byProxy = false
        private set

    override fun proxySelectStart(call: Call, url: HttpUrl) = attempt.connecting(call)

    override fun connectStart(call: Call, inetSocketAddress: InetSocketAddress, proxy: Proxy) = attempt.connecting(call)

    override fun secureConnectStart(call: Call) {
        tlsBegan = true
    }

    override fun connectFailed(
        call: Call,
        inetSocketAddress: InetSocketAddress,
        proxy: Proxy,
        protocol: Protocol?,
        ioe: IOException,
    ) {
        byProxy = proxy.type() != Proxy.Type.DIRECT
    }
}
