package cloudagent.disposition.okhttp.internal

import cloudagent.disposition.FailKind
import java.io.EOFException
import java.io.IOException
import java.io.InterruptedIOException
import java.net.ConnectException
import java.net.NoRouteToHostException
import java.net.ProtocolException
import java.net.SocketException
import java.net.SocketTimeoutException
import java.net.UnknownHostException
import java.net.UnknownServiceException
import javax.net.ssl.SSLException

/*
 * What an exception of OkHttp's means. Only its kind is taken: its text, and those of its causes, may
 * hold the URL, and with it the api key.
 */

/** Why a send failed whose reply's head did not come. */
internal fun kindOf(failure: IOException, attempt: Attempt): FailKind =
    when {
        attempt.giveUp() -> kindOfUnsent(failure, attempt)
        // The caller's interceptor tried again: what counts is what broke the send that was made.
        failure is NotAgain -> attempt.brokenBy ?: FailKind.TRANSPORT_FAILED
        else -> kindOfSent(failure)
    }

/** Why a reply's body was not read to its end. A body that breaks off is a broken reply, whatever broke it. */
internal fun kindOfBody(failure: IOException): FailKind =
    if (failure is InterruptedIOException) FailKind.TIMEOUT else FailKind.BROKEN_REPLY

private fun kindOfUnsent(failure: IOException, attempt: Attempt): FailKind {
    val causes = causes(failure)
    return when {
        attempt.connectLimitPassed -> FailKind.CONNECT_TIMEOUT
        // Another interrupt tells of no time: a dispatcher that takes no call, its executor being shut down.
        failure is SocketTimeoutException -> FailKind.CONNECT_TIMEOUT
        failure is UnknownHostException -> FailKind.NAME_LOOKUP
        causes.any { it is SSLException || it is UnknownServiceException } -> FailKind.TLS
        failure is ConnectException || failure is NoRouteToHostException -> FailKind.CONNECT
        attempt.route.byProxy && !attempt.route.tlsBegan -> FailKind.PROXY
        attempt.route.tlsBegan && causes.any { it is EOFException } -> FailKind.TLS
        else -> FailKind.CONNECT
    }
}

/** Why a send failed that was made. */
internal fun kindOfSent(failure: IOException): FailKind {
    val causes = causes(failure)
    return when {
        failure is InterruptedIOException -> FailKind.TIMEOUT
        failure is ProtocolException -> FailKind.BROKEN_REPLY
        causes.any { it is SocketException || it is EOFException } -> FailKind.RESET
        else -> FailKind.TRANSPORT_FAILED
    }
}

/** An exception and what caused it; not endless where that is a ring. */
private fun causes(failure: Throwable): List<Throwable> =
    generateSequence(failure) { it.cause }.take(MOST_CAUSES).toList()

private const val MOST_CAUSES = 16
