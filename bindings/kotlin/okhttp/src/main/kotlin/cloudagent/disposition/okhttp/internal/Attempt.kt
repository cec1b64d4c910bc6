package cloudagent.disposition.okhttp.internal

import cloudagent.disposition.FailKind
import cloudagent.disposition.Limits
import java.io.IOException
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference
import okhttp3.Call
import okio.AsyncTimeout

/**
 * What is known of one send: whether the request can have left this machine.
 *
 * It is decided once, by whoever comes first: the request is handed over to a connection, or the
 * send is given up, and then it never is. So "nothing was sent" is proven where it is said, and a
 * second send of the same attempt can't be.
 */
internal class Attempt(val limits: Limits) {
    private enum class State { PREPARING, HANDED_OVER, GIVEN_UP }

    private val state = AtomicReference(State.PREPARING)

    @Volatile
    private var connectLimit: ConnectLimit? = null

    /** How far the connection came. */
    val route = RouteWitness(this)

    /** The status of the reply, while OkHttp must not see it. */
    @Volatile
    var status = 0

    /** How the send broke that was made. */
    @Volatile
    var brokenBy: FailKind? = null
        private set

    /** @throws NotAgain the request was handed over already, or the send was given up. */
    fun require() {
        if (state.get() != State.PREPARING) throw NotAgain()
    }

    /** From here on making a connection is under way: none that was kept can be used. */
    fun connecting(call: Call) {
        if (connectLimit != null) return
        val limit = ConnectLimit(call)
        limit.timeout(limits.connectMillis, TimeUnit.MILLISECONDS)
        limit.enter()
        connectLimit = limit
    }

    /** Making a connection has ended, well or not. */
    fun connectingEnded() {
        connectLimit?.exit()
    }

    /**
     * The request is about to be written.
     *
     * @throws NotAgain it was already, or the send was given up.
     */
    fun handOver() {
        connectingEnded()
        if (!state.compareAndSet(State.PREPARING, State.HANDED_OVER)) throw NotAgain()
    }

    /** The send that was made failed. */
    fun broke(failure: IOException) {
        brokenBy = kindOfSent(failure)
    }

    /** Ends the send unless the request was handed over: whether it is proven that nothing was sent. */
    fun giveUp(): Boolean = state.compareAndSet(State.PREPARING, State.GIVEN_UP) || state.get() == State.GIVEN_UP

    /** The whole time is over, and the call is being cancelled. */
    fun outOfTime(): FailKind = if (giveUp()) FailKind.CONNECT_TIMEOUT else FailKind.TIMEOUT

    /** Whether the limit for the connection ended the send. */
    val connectLimitPassed: Boolean get() = connectLimit?.passed ?: false

    /**
     * The limit for name lookup, connection, tunnel and TLS together. OkHttp's own limits the TCP
     * handshake with one address.
     */
    private inner class ConnectLimit(private val call: Call) : AsyncTimeout() {
        @Volatile
        var passed = false
            private set

        override fun timedOut() {
            if (giveUp()) {
                passed = true
                call.cancel()
            }
        }
    }
}
