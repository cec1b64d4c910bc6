package cloudagent.disposition.jdk.internal

import cloudagent.disposition.FailKind
import cloudagent.disposition.Limits
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Flow
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference

/**
 * What is known of one send: whether the request can have left this machine.
 *
 * It is decided once, by whoever comes first: the request is handed over to a connection, or the send is given up, and then
 * it never is. So "nothing was sent" is proven where it is said, and a second send of the same attempt can't be.
 */
internal class Attempt(val limits: Limits) {
    private enum class State { PREPARING, HANDED_OVER, GIVEN_UP }

    private val state = AtomicReference(State.PREPARING)

    /** Ends with whether the limit for the connection passed first. */
    private val connected = CompletableFuture<Boolean>()

    @Volatile
    private var call: CompletableFuture<*>? = null

    @Volatile
    private var body: Flow.Subscription? = null

    @Volatile
    private var hasEnded = false

    /** Whether the reply's head came. */
    @Volatile
    var hasHead = false
        private set

    /** Whether the limit for the connection ended the send. */
    @Volatile
    var connectLimitPassed = false
        private set

    /** From here on the limit for name lookup, connection, tunnel and TLS together is counted. */
    fun connecting() {
        connected.completeOnTimeout(true, limits.connectMillis, TimeUnit.MILLISECONDS)
        connected.thenAccept { isPassed ->
            if (isPassed && giveUp()) {
                connectLimitPassed = true
                call?.cancel(true)
            }
        }
    }

    /**
     * The request is about to be written.
     *
     * @throws NotAgain it was already, or the send was given up.
     */
    fun handOver() {
        connected.complete(false)
        if (!state.compareAndSet(State.PREPARING, State.HANDED_OVER)) throw NotAgain()
    }

    /** The JDK has this call. */
    fun isOut(call: CompletableFuture<*>) {
        this.call = call
        if (hasEnded || connectLimitPassed) call.cancel(true)
    }

    /** A reply's head came, and its body can be stopped by this. */
    fun reads(body: Flow.Subscription) {
        hasHead = true
        this.body = body
        if (hasEnded) body.cancel()
    }

    /**
     * Nobody waits any more: what is not done is stopped. First of all it is given up, since a connection that is closed while TLS is
     * being set up counts as one that stands for the JDK, which would hand the request over then.
     */
    fun end() {
        giveUp()
        hasEnded = true
        connected.complete(false)
        val call = call ?: return
        if (call.isDone) return
        call.cancel(true)
        body?.cancel()
    }

    /** Ends the send unless the request was handed over: whether it is proven that nothing was sent. */
    fun giveUp(): Boolean = state.compareAndSet(State.PREPARING, State.GIVEN_UP) || state.get() == State.GIVEN_UP

    /** The whole time is over. */
    fun outOfTime(): FailKind = if (giveUp()) FailKind.CONNECT_TIMEOUT else FailKind.TIMEOUT

    /** A reply to what was never asked is a proxy's: its 407 to the tunnel comes as if it were the server's. */
    fun kindOfUnasked(): FailKind? = if (giveUp()) FailKind.PROXY else null
}

/** A second send of one attempt: it does not take place. */
internal class NotAgain : IllegalStateException("one attempt is one send")
