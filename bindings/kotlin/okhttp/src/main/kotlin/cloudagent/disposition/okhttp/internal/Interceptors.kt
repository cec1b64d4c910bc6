package cloudagent.disposition.okhttp.internal

import java.io.IOException
import okhttp3.Call
import okhttp3.Interceptor
import okhttp3.Response

/** The attempt that a call is: it is tagged with it, and interceptors that build requests anew don't change that. */
internal fun attemptOf(call: Call): Attempt =
    checkNotNull(call.request().tag(Attempt::class.java)) { "a call of someone else's" }

/** An attempt is over, or was made already. */
internal class NotAgain : IOException("not sent, or not again")

/**
 * Outermost. What an interceptor throws besides an [IOException] ends in OkHttp's thread, where it
 * ends an Android app, and its text with the URL in it stands in the log.
 */
internal object NoCrash : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response =
        try {
            chain.proceed(chain.request())
        } catch (failure: IOException) {
            throw failure
        } catch (_: Throwable) {
            throw IOException("an interceptor failed")
        }
}

/** Innermost of those that see a call once: behind the caller's, before OkHttp looks for a connection. */
internal object Connecting : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val attempt = attemptOf(chain.call())
        attempt.connecting(chain.call())
        try {
            return chain.proceed(chain.request()).newBuilder().code(attempt.status).build()
        } finally {
            attempt.connectingEnded()
        }
    }
}

/**
 * First of those that see each send: a second one of an attempt does not take place.
 *
 * OkHttp has no switch for some of its resends: a 503 whose `Retry-After` is 0 is one, and a 407 that
 * no proxy sent it takes for a broken reply. So it does not get to see the status: it stays with the
 * attempt until OkHttp is done.
 */
internal object OneSend : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val attempt = attemptOf(chain.call())
        attempt.handOver()
        val request = chain.request().newBuilder().header("Connection", "close").build()
        val response =
            try {
                chain.proceed(request)
            } catch (failure: IOException) {
                attempt.broke(failure)
                throw failure
            }
        attempt.status = response.code
        return response.newBuilder().code(NOTHING_TO_DO).build()
    }
}

private const val NOTHING_TO_DO = 200
