package cloudagent.disposition.jdk.internal

import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.SendFailedException
import java.io.IOException
import java.net.Proxy
import java.net.ProxySelector
import java.net.SocketAddress
import java.net.URI
import java.net.http.HttpClient
import javax.net.ssl.SSLContext

/** The clients of all transports that were given nothing: threads and trust are made once. */
internal val ownClients: Clients = Clients(null, null)

/** Where one request goes. */
internal class Way(val client: HttpClient, val isProxied: Boolean, val isTls: Boolean)

/**
 * The JDK's clients behind one transport, each made when it is first needed. What wants a connection of its own has a client of its
 * own, and so has what uses no proxy: what a proxy selector is asked does not say which request it is.
 */
internal class Clients(private val sslContext: SSLContext?, proxySelector: ProxySelector?) {
    private val selector = NeverPast(proxySelector)
    private val shared = Pair()
    private val own = Pair()

    /**
     * The way of this request.
     *
     * @throws SendFailedException there is a proxy that can't be spoken to.
     */
    fun wayOf(request: HttpRequest, sent: java.net.http.HttpRequest): Way {
        val pair = if (request.ownConnection) own else shared
        val isProxied = request.mayUseProxy && selector.namesOne(sent.uri())
        return Way(if (isProxied) pair.proxied else pair.direct, isProxied, sent.uri().scheme.equals("https", ignoreCase = true))
    }

    private inner class Pair {
        val proxied: HttpClient by lazy { made(selector) }
        val direct: HttpClient by lazy { made(HttpClient.Builder.NO_PROXY) }
    }

    /** No HTTP/2: it shares a connection between calls, which no dead one may take with it. No cookies: there is no handler. */
    private fun made(proxies: ProxySelector): HttpClient {
        val builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
        if (sslContext != null) builder.sslContext(sslContext)
        return builder.proxy(proxies).build()
    }
}

/**
 * Where the selector names a proxy, only that: the JDK looks at the first way alone, and goes direct where that is no HTTP proxy.
 */
private class NeverPast(private val given: ProxySelector?) : ProxySelector() {
    /** The JVM's may be set later. */
    private val selector: ProxySelector? get() = given ?: getDefault()

    /** @throws SendFailedException it names only such as the JDK's client can't speak to. */
    fun namesOne(uri: URI): Boolean = select(uri).single() != Proxy.NO_PROXY

    override fun select(uri: URI): List<Proxy> {
        val ways: List<Proxy>? = selector?.select(uri)
        val proxies = ways.orEmpty().filter { it.type() != Proxy.Type.DIRECT }
        if (proxies.isEmpty()) return listOf(Proxy.NO_PROXY)
        return listOf(proxies.firstOrNull { it.type() == Proxy.Type.HTTP } ?: throw SendFailedException(FailKind.PROXY))
    }

    override fun connectFailed(uri: URI, address: SocketAddress, failure: IOException) {
        selector?.connectFailed(uri, address, failure)
    }
}
