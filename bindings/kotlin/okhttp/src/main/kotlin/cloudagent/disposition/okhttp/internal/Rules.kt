package cloudagent.disposition.okhttp.internal

import cloudagent.disposition.HttpRequest
import java.io.IOException
import java.net.Proxy
import java.net.ProxySelector
import java.net.SocketAddress
import java.net.URI
import java.time.Duration
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import javax.net.SocketFactory
import okhttp3.Authenticator
import okhttp3.ConnectionPool
import okhttp3.CookieJar
import okhttp3.Dispatcher
import okhttp3.OkHttpClient
import okhttp3.Protocol

/** The library's own clients, one pair for all its transports: threads and trust are made once. */
internal val ownClients: Lazy<Clients> = lazy { Clients(OkHttpClient.Builder().dispatcher(dispatcher()).build()) }

/** A client under our rules, and its twin that never uses a proxy: what a proxy selector is asked does not say which request it is. */
internal class Clients(client: OkHttpClient) {
    private val proxied = underOurRules(client)
    private val direct = proxied.newBuilder().proxy(Proxy.NO_PROXY).build()

    fun of(request: HttpRequest): OkHttpClient = if (request.mayUseProxy) proxied else direct
}

/**
 * The client with everything off that would send a request twice, send it elsewhere, or show the
 * key; and with the two interceptors that hold where OkHttp has no switch.
 */
private fun underOurRules(client: OkHttpClient): OkHttpClient {
    val listeners = client.eventListenerFactory
    val sockets = HeardSockets()
    val builder =
        client.newBuilder()
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .cookieJar(CookieJar.NO_COOKIES)
            .cache(null)
            .authenticator(Authenticator.NONE)
            .proxySelector(NeverPast(client.proxySelector))
            // No HTTP/2: it shares a connection between calls, which no dead one may take with it.
            .protocols(listOf(Protocol.HTTP_1_1))
            .connectionPool(ConnectionPool(MOST_IDLE, IDLE_SECONDS, TimeUnit.SECONDS))
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            // The limit of a whole send is the coroutine's.
            .callTimeout(Duration.ZERO)
            .eventListenerFactory { call -> listeners.create(call) + attemptOf(call).route }
    builder.interceptors().add(0, NoCrash)
    builder.addInterceptor(Connecting)
    builder.networkInterceptors().add(0, OneSend(sockets))
    // A caller's own sockets stay. Nobody can look at them, so each serves one send.
    if (client.socketFactory === SocketFactory.getDefault()) builder.socketFactory(sockets)
    return builder.build()
}

/** Where the selector names a proxy, no direct way beside it: OkHttp would take it when the proxy can't be reached. */
private class NeverPast(private val selector: ProxySelector) : ProxySelector() {
    override fun select(uri: URI): List<Proxy> {
        val ways: List<Proxy>? = selector.select(uri)
        return ways.orEmpty().filter { it.type() != Proxy.Type.DIRECT }.ifEmpty { listOf(Proxy.NO_PROXY) }
    }

    override fun connectFailed(uri: URI, address: SocketAddress, failure: IOException) = selector.connectFailed(uri, address, failure)
}

/** Daemon threads, and soon gone: OkHttp's own keep a program from ending for a minute. */
private fun dispatcher(): Dispatcher {
    val threads =
        ThreadPoolExecutor(0, Int.MAX_VALUE, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, SynchronousQueue()) { work ->
            Thread(work, "cloudagent-disposition").apply { isDaemon = true }
        }
    return Dispatcher(threads).apply {
        maxRequests = MOST_AT_ONCE
        // All of them go to one host.
        maxRequestsPerHost = MOST_AT_ONCE
    }
}

/** How long a connection is kept idle: servers close theirs after about 5 s, and a request that crosses that is lost. */
private const val IDLE_SECONDS = 4L

private const val MOST_IDLE = 16

private const val THREAD_IDLE_SECONDS = 5L

/** Each has a thread while it is out; what comes beyond waits for one, and its time runs. */
private const val MOST_AT_ONCE = 64
