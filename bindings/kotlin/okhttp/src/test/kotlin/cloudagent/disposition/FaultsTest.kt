package cloudagent.disposition

import cloudagent.disposition.okhttp.OkHttpTransport
import java.io.File
import java.io.IOException
import java.util.concurrent.ConcurrentLinkedQueue
import okhttp3.Cache
import okhttp3.Call
import okhttp3.Cookie
import okhttp3.CookieJar
import okhttp3.EventListener
import okhttp3.HttpUrl
import okhttp3.OkHttpClient
import org.junit.jupiter.api.io.TempDir

/** The table of faults by every way to send over OkHttp. */
class FaultsTest :
    FaultTableTest(
        listOf(
            Way("found by itself"),
            Way("own client", transport = { OkHttpTransport(eager()) }),
            Way("blocking") { it.setDispositionBlocking(request) },
        ),
    ) {
    override fun thrown(): List<Throwable> = generateSequence(thrown::poll).toList()

    private companion object {
        @TempDir
        @JvmStatic
        lateinit var folder: File

        /** What OkHttp threw. */
        val thrown = ConcurrentLinkedQueue<IOException>()

        /** A caller's client that would do everything that must not be done. */
        fun eager(): OkHttpClient =
            OkHttpClient.Builder()
                .retryOnConnectionFailure(true)
                .followRedirects(true)
                .followSslRedirects(true)
                .cookieJar(Crumbs)
                .cache(Cache(folder, 1_000_000))
                .addInterceptor { chain ->
                    chain.proceed(chain.request().newBuilder().header("X-Callers", "yes").build())
                }.eventListener(
                    object : EventListener() {
                        override fun callFailed(call: Call, ioe: IOException) {
                            thrown += ioe
                        }
                    },
                ).build()
    }

    private object Crumbs : CookieJar {
        override fun loadForRequest(url: HttpUrl): List<Cookie> =
            listOf(Cookie.Builder().name("crumb").value("1").domain(url.host).build())

        override fun saveFromResponse(url: HttpUrl, cookies: List<Cookie>) = Unit
    }
}
