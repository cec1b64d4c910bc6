package cloudagent.disposition

import cloudagent.disposition.internal.Driver
import cloudagent.disposition.internal.FoundTransport
import cloudagent.disposition.internal.SharedEngine
import cloudagent.disposition.internal.ThreadedTransport
import cloudagent.disposition.internal.bridge.GivenData
import cloudagent.disposition.internal.bridge.SettingsData
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.lend
import cloudagent.disposition.internal.member
import cloudagent.disposition.internal.millis
import cloudagent.disposition.internal.readEnvironment
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
     * @param retry when a call sends its request again.
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
        retry: RetryPolicy = RetryPolicy(),
    ) : this(account, api, transport, baseUrl, deadline, connectTimeout, mode, retry, Driver())

    internal constructor(
        account: Account,
        api: Api,
        transport: Transport?,
        baseUrl: BaseUrl,
        deadline: Duration,
        connectTimeout: Duration,
        mode: ValidationMode,
        retry: RetryPolicy,
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
                retry = retry.record(),
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
        if (ended.wasCancelled) throw CallCancelledException(DispositionException.receipt(ended.result))
        DispositionException.of(ended.result)?.let { throw it }
        return DispositionException.receipt(ended.result)
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
     * @throws DispositionException it did not end well: one of those of [setDisposition].
     * @throws CallCancelledException the thread was interrupted while the call was out.
     * @throws java.util.concurrent.CancellationException the thread was interrupted before. Nothing was sent.
     * @throws IllegalStateException there is no transport, or its OkHttp is older than 5.3. Nothing was sent.
     */
    @JvmOverloads
    public fun setDispositionBlocking(request: DispositionRequest, deadline: java.time.Duration? = null): Receipt {
        var ended: Result<Receipt>? = null
        if (Thread.currentThread().isInterrupted) throw unsent()
        try {
            runBlocking { ended = runCatching { setDisposition(request, deadline?.toKotlinDuration()) } }
        } catch (_: InterruptedException) {
            // What is known of the call is in what it ended with.
            Thread.currentThread().interrupt()
        }
        // Where there is no end there was no beginning either: the coroutine did not get to run.
        return (ended ?: throw unsent()).getOrThrow()
    }

    private fun unsent() = CancellationException("The thread was interrupted before: nothing was sent.")

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

    /** Makes clients in Java. */
    public companion object {
        internal val DEADLINE = 15.seconds
        internal val CONNECT_TIMEOUT = 5.seconds

        /** A builder for a client of this account and API. */
        @JvmStatic
        public fun builder(account: Account, api: Api): Builder = Builder(account, api, isOfEnvironment = false)

        /** As [fromEnvironment], in Java, and for a [BlockingTransport]: what is set on the builder wins over the variables. */
        @JvmStatic
        public fun builderFromEnvironment(): Builder = Builder(null, null, isOfEnvironment = true)

        /**
         * Makes a client from the environment's variables. The parameters are those of a client: what is given wins, and its
         * variable is not looked at.
         *
         * `CLOUDAGENT_CUSTOMER` is the account's user name, and its credential is in one of `CLOUDAGENT_API_KEY`,
         * `CLOUDAGENT_API_KEY_FILE` (a mounted secret) and `CLOUDAGENT_TOKEN`. `CLOUDAGENT_API` is a code such as `get_v2`.
         * `CLOUDAGENT_BASE_URL` is `india` (the default), `international` or a URL, and `CLOUDAGENT_DEADLINE` seconds, such
         * as `7.5`.
         *
         * @throws InvalidInputException a variable is missing or can't be used. All that is wrong is told at once, by the
         *   variables' names and never with their values.
         * @throws DispositionException.InvalidRequest a setting that was given can't be used.
         */
        public fun fromEnvironment(
            account: Account? = null,
            api: Api? = null,
            transport: Transport? = null,
            baseUrl: BaseUrl? = null,
            deadline: Duration? = null,
            connectTimeout: Duration = CONNECT_TIMEOUT,
            mode: ValidationMode = ValidationMode.STANDARD,
            retry: RetryPolicy = RetryPolicy(),
        ): DispositionClient {
            requireKotlin()
            val given = GivenData(account?.handle, null, null, null, api?.code, baseUrl?.raw(), deadline?.let(::millis))
            val read = account?.handle?.lend { readEnvironment(given) } ?: readEnvironment(given)
            val who = account ?: Account.of(read.account)
            val host = baseUrl ?: BaseUrl.of(read.baseUrl)
            val limit = deadline ?: read.deadlineMs.toLong().milliseconds
            return DispositionClient(who, call { member(read.api) }, transport, host, limit, connectTimeout, mode, retry)
        }
    }

    /** Settings of a client, for Java, and for a [BlockingTransport]. Each setter returns the builder. */
    public class Builder internal constructor(
        private var account: Account?,
        private var api: Api?,
        private val isOfEnvironment: Boolean,
    ) {
        private var transport: Transport? = null
        private var baseUrl: BaseUrl? = null
        private var deadline: Duration? = null
        private var connectTimeout = CONNECT_TIMEOUT
        private var mode = ValidationMode.STANDARD
        private var retry = RetryPolicy()

        /** Who calls. */
        public fun account(account: Account): Builder = apply { this.account = account }

        /** The vendor's API that is called. */
        public fun api(api: Api): Builder = apply { this.api = api }

        /** What sends, for coroutines. By itself the OkHttp of the artifact `cloudagent-disposition-okhttp`. */
        public fun transport(transport: Transport): Builder = apply { this.transport = transport }

        /** What sends, where it blocks a thread. */
        public fun transport(transport: BlockingTransport): Builder = apply { this.transport = ThreadedTransport(transport) }

        /** Where the vendor's server is. By itself [BaseUrl.INDIA]. */
        public fun baseUrl(baseUrl: BaseUrl): Builder = apply { this.baseUrl = baseUrl }

        /** How long one call may take, everything in it. By itself 15 seconds. */
        public fun deadline(deadline: java.time.Duration): Builder = apply { this.deadline = deadline.toKotlinDuration() }

        /** How long making a connection may take. By itself 5 seconds. */
        public fun connectTimeout(connectTimeout: java.time.Duration): Builder =
            apply { this.connectTimeout = connectTimeout.toKotlinDuration() }

        /** What becomes of a request that is not quite right. By itself [ValidationMode.STANDARD]. */
        public fun mode(mode: ValidationMode): Builder = apply { this.mode = mode }

        /** When a call sends its request again. By itself `RetryPolicy()`. */
        public fun retry(retry: RetryPolicy): Builder = apply { this.retry = retry }

        /**
         * The client. Nothing is opened, looked up or started.
         *
         * @throws DispositionException.InvalidRequest a setting can't be used.
         * @throws InvalidInputException a variable is missing or can't be used, after [builderFromEnvironment].
         */
        public fun build(): DispositionClient {
            if (isOfEnvironment) return fromEnvironment(account, api, transport, baseUrl, deadline, connectTimeout, mode, retry)
            val (account, api) = checkNotNull(account) to checkNotNull(api)
            val (baseUrl, deadline) = (baseUrl ?: BaseUrl.INDIA) to (deadline ?: DEADLINE)
            return DispositionClient(account, api, transport, baseUrl, deadline, connectTimeout, mode, retry)
        }
    }
}
