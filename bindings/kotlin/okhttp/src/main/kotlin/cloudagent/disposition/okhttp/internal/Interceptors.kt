package cloudagent.disposition.okhttp.internal

import java.io.IOException
import java.net.ProtocolException
import okhttp3.Call
import okhttp3.Interceptor
import okhttp3.Request
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

/** A kept connection was found dead, or worse, and nothing was sent over it. */
private class Stale : IOException("a connection that can't be used")

/** Innermost of those that see a call once: behind the caller's, before OkHttp looks for a connection. */
internal object Connecting : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val attempt = attemptOf(chain.call())
        attempt.require()
        try {
            return overOneThatLives(chain).newBuilder().code(attempt.status).build()
        } finally {
            attempt.connectingEnded()
        }
    }

    /** Each kept connection that can't be used is gone once it was found, and a new one can be used. */
    private fun overOneThatLives(chain: Interceptor.Chain): Response {
        while (true) {
            try {
                return chain.proceed(chain.request())
            } catch (_: Stale) {
                continue
            }
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
internal class OneSend(private val sockets: HeardSockets) : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val attempt = attemptOf(chain.call())
        val socket = chain.connection()?.let(sockets::of)
        if (socket?.mayBeAsked() == false) {
            socket.close()
            throw Stale()
        }
        attempt.handOver()
        val before = socket?.received ?: 0
        val response =
            try {
                chain.proceed(if (socket == null) notKept(chain.request()) else chain.request())
            } catch (failure: IOException) {
                attempt.broke(failure)
                throw failure
            }
        if (socket != null && socket.received == before) {
            // It came with the reply before: whatever it says, it is not the answer.
            socket.close()
            throw ProtocolException("a reply to no request").also(attempt::broke)
        }
        attempt.status = response.code
        return response.newBuilder().code(NOTHING_TO_DO).build()
    }

    /** A connection that nobody can look at serves once. */
    private fun notKept(request: Request): Request = request.newBuilder().header("Connection", "close").build()
}

private const val NOTHING_TO_DO = 200
