package cloudagent.disposition

import cloudagent.disposition.internal.Driver
import cloudagent.disposition.internal.FoundTransport
import cloudagent.disposition.internal.SharedEngine
import cloudagent.disposition.internal.ThreadedTransport
import cloudagent.disposition.internal.bridge.CallResult
import cloudagent.disposition.internal.bridge.SettingsData
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.requireKotlin
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toKotlinDuration
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.runBlocking

/**
 * Sets dispositions, and always says what happened to the call.
 *
 * ```
 * val client = DispositionClient(Account.withApiKey("acme", key), Api.POST_API_KEY)
 * try {
 *     val receipt = client.setDisposition(DispositionRequest(ucid, did, "ravi", "Sale"))
 *     show(if (receipt.effect == Effect.QUEUED) "Saved when the call ends" else "Saved")
 * } catch (e: DispositionException) {
 *     show(e.message)                       // what happened and what to do, for a person
 *     if (e.mayResend) offerToTryAgain()
 * }
 * ```
 *
 * One client serves a whole program: any number of calls at once, from any thread. Making one opens
 * nothing; closing it is good style, forgetting to costs its memory until it is collected.
 */
public class DispositionClient internal constructor(
    /** Who calls. */
    public val account: Account,
    /** The vendor's API that is called. */
    public val api: Api,
    /** Where the vendor's server is. */
    public val baseUrl: BaseUrl,
    private val transport: Transport,
    private val engine: SharedEngine,
    private val driver: Driver,
) : AutoCloseable {
    /**
     * A client. Nothing is opened, looked up or started.
     *
     * @param account who calls.
     * @param api the API that the vendor gave the account. There is no default: the wrong one would fail.
     * @param transport what sends; by itself the OkHttp of the artifact `cloudagent-disposition-okhttp`. A
     *   [BlockingTransport] is given to a [builder].
     * @param baseUrl where the vendor's server is.
     * @param deadline how long one call may take, everything in it, at most 24 hours; with a [Transport] of your own that
     *   ignores being cancelled, up to a quarter of a second more.
     * @param connectTimeout how long making a connection may take.
     * @param mode what becomes of a request that is not quite right.
     * @throws DispositionException.InvalidRequest a setting can't be used.
     * @throws NativeLibraryException the native library is missing, or is another build's.
     * @throws IllegalStateException the class path has a kotlin-stdlib older than 2.1; the message names it.
     */
    public constructor(
        account: Account,
        api: Api,
        transport: Transport? = null,
        baseUrl: BaseUrl = BaseUrl.INDIA,
        deadline: Duration = DEADLINE,
        connectTimeout: Duration = CONNECT_TIMEOUT,
        mode: ValidationMode = ValidationMode.STANDARD,
    ) : this(account, api, transport, baseUrl, deadline, connectTimeout, mode, Driver())

    internal constructor(
        account: Account,
        api: Api,
        transport: Transport?,
        baseUrl: BaseUrl,
        deadline: Duration,
        connectTimeout: Duration,
        mode: ValidationMode,
        driver: Driver,
    ) : this(
        // First of all: what follows may already break.
        account.also { requireKotlin() },
        api,
        baseUrl,
        transport ?: FoundTransport(),
        SharedEngine(
            SettingsData(
                account = account.handle,
                api = api.code,
                baseUrl = baseUrl.raw(),
                mode = mode.code,
                deadlineMs = millis(deadline),
                connectTimeoutMs = millis(connectTimeout),
            ),
        ),
        driver,
    )

    /**
     * Sets a disposition. It blocks no thread.
     *
     * It returns where the disposition is applied, queued, or accepted; everything else is an exception
     * that says what happened, and carries the receipt.
     *
     * Cancelling the coroutine ends the HTTP call at once. If the request was out by then, the vendor
     * may have applied it all the same: the [CallCancelledException] that is thrown within the coroutine
     * has the receipt that says so. A coroutine that was cancelled before sends nothing.
     *
     * **Don't put `withTimeout` around it: give it a [deadline].** `withTimeout` throws an exception of its own, or
     * gives `null`, and what happened to the call is then lost; so it is to who awaits an `async` that was
     * cancelled. The [CallCancelledException] is seen only by a `catch` directly around this call, inside that block.
     *
     * @param request what to set.
     * @param deadline how long this call may take, at most 24 hours: what is left of the agent's wrap-up time, say. By
     *   itself the client's. With a [Transport] of your own that ignores being cancelled the call ends up to a
     *   quarter of a second later, inside `runBlocking`, `withContext` or `async` too.
     * @return the receipt: what became of the call.
     * @throws DispositionException.InvalidRequest the request is wrong, with all that is wrong. Nothing was sent.
     * @throws DispositionException.NotSent nothing was sent, so nothing was applied.
     * @throws DispositionException.Refused the vendor refused it, so nothing was applied.
     * @throws DispositionException.Uncertain it may have been applied: look before sending it again.
     * @throws CallCancelledException the coroutine was cancelled while the call was out.
     * @throws IllegalStateException there is no transport, or its OkHttp is older than 5.3. Nothing was sent.
     */
    public suspend fun setDisposition(request: DispositionRequest, deadline: Duration? = null): Receipt {
        // Before the transport is looked for: that is inside the deadline too.
        val begin = driver.begin()
        if (transport is FoundTransport) transport.require()
        val record = request.record()
        val ended = engine.use { driver.run(it, record, deadline?.let(::millis), transport, begin) }
        if (ended.wasCancelled) throw CallCancelledException(receipt(ended.result))
        val failure = call(Effect.UNKNOWN) { DispositionException.of(ended.result) }
        if (failure != null) throw failure
        return receipt(ended.result)
    }

    /**
     * Sets a disposition, and blocks the thread until it is known what became of it: [setDisposition]
     * for Java, and for threads that may block. Not for the main thread of an app.
     *
     * Interrupting the thread ends the call at once, as cancelling a coroutine does: a
     * [CallCancelledException] tells what is known, and the thread stays interrupted.
     *
     * @param request what to set.
     * @param deadline how long this call may take. By itself the client's.
     * @return the receipt: what became of the call.
     * @throws DispositionException.InvalidRequest the request is wrong, with all that is wrong. Nothing was sent.
     * @throws DispositionException.NotSent nothing was sent, so nothing was applied.
     * @throws DispositionException.Refused the vendor refused it, so nothing was applied.
     * @throws DispositionException.Uncertain it may have been applied: look before sending it again.
     * @throws CallCancelledException the thread was interrupted while the call was out.
     * @throws java.util.concurrent.CancellationException the thread was interrupted before. Nothing was sent.
     * @throws IllegalStateException there is no transport, or its OkHttp is older than 5.3. Nothing was sent.
     */
    @JvmOverloads
    public fun setDispositionBlocking(request: DispositionRequest, deadline: java.time.Duration? = null): Receipt {
        if (Thread.currentThread().isInterrupted) {
            throw CancellationException("The thread was interrupted before: nothing was sent.")
        }
        var ended: Result<Receipt>? = null
        try {
            runBlocking { ended = runCatching { setDisposition(request, deadline?.let(::duration)) } }
        } catch (_: InterruptedException) {
            // What is known of the call is in what it ended with.
            Thread.currentThread().interrupt()
        }
        return (ended ?: throw InternalErrorException(Effect.UNKNOWN)).getOrThrow()
    }

    /** Says **everything** that is wrong with a request, ordered by field: [CloudAgent.validate]. Nothing is sent. */
    public fun validate(request: DispositionRequest): List<Violation> =
        CloudAgent.validate(account, request, api, baseUrl)

    /**
     * Builds the HTTP request for a disposition without sending it: [CloudAgent.buildRequest].
     *
     * @throws InvalidInputException the wire can't carry the request.
     */
    public fun buildRequest(request: DispositionRequest): HttpRequest =
        CloudAgent.buildRequest(account, request, api, baseUrl)

    /**
     * Closes the client. Calls that are out go on to their end; a later one throws
     * [DispositionException.NotSent] with the kind [NotSentKind.CLOSED]. It waits for nothing, and closing twice
     * changes nothing. A transport that the client was given stays as it is.
     */
    override fun close() {
        engine.close()
    }

    /** Account, API and host. */
    override fun toString(): String = "DispositionClient($account, $api, $baseUrl)"

    private fun receipt(result: CallResult): Receipt = call(Effect.UNKNOWN) { DispositionException.receipt(result) }

    /** Makes clients in Java. */
    public companion object {
        internal val DEADLINE = 15.seconds
        internal val CONNECT_TIMEOUT = 5.seconds

        /** A builder for a client of this account and API. */
        @JvmStatic
        public fun builder(account: Account, api: Api): Builder = Builder(account, api)

        /** Whole milliseconds, rounded up: a deadline is never early. What is negative is none. */
        private fun millis(duration: Duration): ULong {
            val whole = duration.inWholeMilliseconds.coerceAtLeast(0)
            return if (duration > whole.milliseconds) whole.toULong() + 1u else whole.toULong()
        }

        private fun duration(duration: java.time.Duration): Duration = duration.toKotlinDuration()
    }

    /** Settings of a client, for Java, and for a [BlockingTransport]. Each setter returns the builder. */
    public class Builder internal constructor(private val account: Account, private val api: Api) {
        private var transport: Transport? = null
        private var baseUrl = BaseUrl.INDIA
        private var deadline = DEADLINE
        private var connectTimeout = CONNECT_TIMEOUT
        private var mode = ValidationMode.STANDARD

        /** What sends, for coroutines. By itself the OkHttp of the artifact `cloudagent-disposition-okhttp`. */
        public fun transport(transport: Transport): Builder = apply { this.transport = transport }

        /** What sends, where it blocks a thread. */
        public fun transport(transport: BlockingTransport): Builder =
            apply { this.transport = ThreadedTransport(transport) }

        /** Where the vendor's server is. By itself [BaseUrl.INDIA]. */
        public fun baseUrl(baseUrl: BaseUrl): Builder = apply { this.baseUrl = baseUrl }

        /** How long one call may take, everything in it. By itself 15 seconds. */
        public fun deadline(deadline: java.time.Duration): Builder =
            apply { this.deadline = duration(deadline) }

        /** How long making a connection may take. By itself 5 seconds. */
        public fun connectTimeout(connectTimeout: java.time.Duration): Builder =
            apply { this.connectTimeout = duration(connectTimeout) }

        /** What becomes of a request that is not quite right. By itself [ValidationMode.STANDARD]. */
        public fun mode(mode: ValidationMode): Builder = apply { this.mode = mode }

        /**
         * The client. Nothing is opened, looked up or started.
         *
         * @throws DispositionException.InvalidRequest a setting can't be used.
         * @throws NativeLibraryException the native library is missing, or is another build's.
         * @throws IllegalStateException the class path has a kotlin-stdlib older than 2.1; the message names it.
         */
        public fun build(): DispositionClient =
            DispositionClient(account, api, transport, baseUrl, deadline, connectTimeout, mode)
    }
}
