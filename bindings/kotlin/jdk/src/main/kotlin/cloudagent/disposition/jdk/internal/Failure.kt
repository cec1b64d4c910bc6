package cloudagent.disposition.jdk.internal

import cloudagent.disposition.FailKind
import java.io.EOFException
import java.io.IOException
import java.net.ConnectException
import java.net.NoRouteToHostException
import java.net.ProtocolException
import java.net.UnknownHostException
import java.net.http.HttpTimeoutException
import java.nio.channels.UnresolvedAddressException
import javax.net.ssl.SSLException

/*
 * What an exception of the JDK's means. Only its kind is taken: its text, and those of its causes, may hold the URL, and
 * with it the api key.
 */

/** Why a send failed. */
internal fun kindOf(failure: Throwable?, attempt: Attempt, way: Way): FailKind {
    val causes = generateSequence(failure) { it.cause }.take(MOST_CAUSES).toList()
    return if (attempt.giveUp()) kindOfUnsent(causes, attempt, way) else kindOfSent(causes, attempt)
}

private fun kindOfUnsent(causes: List<Throwable>, attempt: Attempt, way: Way): FailKind =
    when {
        attempt.connectLimitPassed || causes.any { it is HttpTimeoutException } -> FailKind.CONNECT_TIMEOUT
        // The JDK puts it into a ConnectException.
        causes.any { it is UnresolvedAddressException || it is UnknownHostException } -> FailKind.NAME_LOOKUP
        causes.any { it is SSLException } -> FailKind.TLS
        causes.any { it is ConnectException || it is NoRouteToHostException } -> FailKind.CONNECT
        way.isProxied -> FailKind.PROXY
        way.isTls && causes.any { it is EOFException } -> FailKind.TLS
        else -> FailKind.CONNECT
    }

private fun kindOfSent(causes: List<Throwable>, attempt: Attempt): FailKind =
    when {
        causes.any { it is HttpTimeoutException } -> FailKind.TIMEOUT
        // A body that breaks off is a broken reply, whatever broke it.
        attempt.hasHead || causes.any { it is ProtocolException } -> FailKind.BROKEN_REPLY
        // The JDK would have sent again: it does that where the connection ended before a reply.
        causes.any { it is NotAgain || it is IOException } -> FailKind.RESET
        else -> FailKind.TRANSPORT_FAILED
    }

private const val MOST_CAUSES = 16
