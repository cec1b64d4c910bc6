package cloudagent.disposition.okhttp.internal

import okhttp3.Call
import okhttp3.EventListener
import okhttp3.Protocol
import java.io.IOException
import java.net.InetSocketAddress
import java.net.Proxy

/** Sees how far the connection of one attempt came. */
internal class RouteWitness : EventListener() {
    /** Whether a TLS handshake was begun. */
    @Volatile
    var tlsBegan = false
        private set

    /** Whether the connection that failed last was to a proxy. */
    @Volatile
    var byProxy = false
        private set

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
