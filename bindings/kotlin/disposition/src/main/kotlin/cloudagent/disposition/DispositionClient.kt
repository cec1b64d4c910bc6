package cloudagent.disposition

import cloudagent.disposition.internal.ClientSettings
import cloudagent.disposition.internal.Driver
import cloudagent.disposition.internal.FoundTransport
import cloudagent.disposition.internal.GivenSettings
import cloudagent.disposition.internal.SharedEngine
import cloudagent.disposition.internal.ThreadedStore
import cloudagent.disposition.internal.ThreadedTransport
import cloudagent.disposition.internal.blocking
import cloudagent.disposition.internal.bridge.LookUpData
import cloudagent.disposition.internal.bridge.SettlementData
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checkedOrNull
import cloudagent.disposition.internal.millis
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toKotlinDuration
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

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
 * One client serves a whole program: any number of calls at once, from any thread. Making one opens nothing; closing it is good
 * style, forgetting to costs its memory until it is collected. What became of a call can be looked up: [lookUp].
 */
public class DispositionClient internal constructor(
    private val settings: ClientSettings,
    private val driver: Driver,
) : LookUps(),
    AutoCloseable {
    private val engine = SharedEngine(settings.record())
    private val host = settings.host()

    /** Who calls. */
    public val account: Account get() = settings.account

    /** The vendor's API that is called. */
    public val api: Api get() = settings.api

    /** Where the vendor's server is. */
    public val baseUrl: BaseUrl get() = settings.baseUrl

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
     * @param tokenStore where processes or clients that call for one account share their token, on [Api.POST_TOKEN] with an
     *   api key. Without one the client keeps its token by itself, in memory.
     * @param utcOffsetMinutes how far the vendor's clock is from UTC, for look-ups. By itself India's, 330; on the
     *   international host it must be given.
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
        tokenStore: TokenStore? = null,
        utcOffsetMinutes: Int? = null,
    ) : this(
        ClientSettings(account, api, transport, baseUrl, deadline, connectTimeout, mode, retry, tokenStore, utcOffsetMinutes),
        Driver(),
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
        host.prepare()
        val record = request.record()
        val ended = engine.use { driver.run(it, record, deadline?.let(::millis), host, begin) }
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
     */
    @JvmOverloads
    public fun setDispositionBlocking(request: DispositionRequest, deadline: java.time.Duration? = null): Receipt =
        blocking { setDisposition(request, deadline?.toKotlinDuration()) }

    /**
     * Asks for a campaign's dispositions. It is sent once. On [Api.POST_TOKEN] it comes by its token as a call does, and is
     * sent a second time where a token is refused that can be renewed.
     *
     * What came of it is in the [DispositionList], which is no error of sending: it says nothing of any call. Cancelling the
     * coroutine ends it at once.
     *
     * @param campaign the campaign's id, which the GET APIs need. On the POST APIs none means those of the account.
     * @param deadline how long it may take. By itself the client's.
     * @throws InvalidInputException it can't be asked so. Nothing was sent.
     * @throws IllegalArgumentException the campaign holds a lone surrogate.
     * @throws IllegalStateException there is no transport, or its OkHttp is older than 5.3. Nothing was sent.
     */
    public suspend fun listDispositions(campaign: String? = null, deadline: Duration? = null): DispositionList {
        val begin = driver.begin().also { host.prepare() }
        checkedOrNull("campaign", campaign)
        val ended = engine.use { driver.list(it, campaign, deadline?.let(::millis), host, begin) }
        // Nobody waits for a list whose coroutine was cancelled.
        if (ended.wasCancelled) currentCoroutineContext().ensureActive()
        return call { DispositionList(ended.result) }
    }

    /**
     * [listDispositions], and blocks the thread meanwhile: for Java.
     *
     * @throws InvalidInputException it can't be asked so. Nothing was sent.
     * @throws java.util.concurrent.CancellationException the thread was interrupted. It stays so.
     */
    @JvmOverloads
    public fun listDispositionsBlocking(campaign: String? = null, deadline: java.time.Duration? = null): DispositionList =
        blocking { listDispositions(campaign, deadline?.toKotlinDuration()) }

    override suspend fun lookedUp(asked: LookUpData, deadline: Duration?): List<SettlementData> {
        val begin = driver.begin().also { host.prepare() }
        val ended = engine.use { driver.lookUp(it, asked, deadline?.let(::millis), host, begin) }
        // It has no effect that anybody would have to hear of.
        if (ended.wasCancelled) currentCoroutineContext().ensureActive()
        return ended.result
    }

    /** Says **everything** that is wrong with a request, ordered by field: [CloudAgent.validate]. Nothing is sent. */
    public fun validate(request: DispositionRequest): List<Violation> = CloudAgent.validate(account, request, api, baseUrl)

    /**
     * Builds the HTTP request for a disposition without sending it: [CloudAgent.buildRequest].
     *
     * @throws InvalidInputException the wire can't carry the request.
     */
    public fun buildRequest(request: DispositionRequest): HttpRequest = CloudAgent.buildRequest(account, request, api, baseUrl)

    /**
     * Closes the client. Calls that are out go on to their end; a later one throws
     * [DispositionException.NotSent] with the kind [NotSentKind.CLOSED]. It waits for nothing, and closing twice
     * changes nothing. A transport that the client was given stays as it is.
     */
    override fun close(): Unit = engine.close()

    /** Account, API and host. */
    override fun toString(): String = "DispositionClient($account, $api, $baseUrl)"

    /** Makes clients in Java. */
    public companion object {
        internal val DEADLINE = 15.seconds
        internal val CONNECT_TIMEOUT = 5.seconds

        /** A builder for a client of this account and API. */
        @JvmStatic
        public fun builder(account: Account, api: Api): Builder = Builder(GivenSettings(account, api), isOfEnvironment = false)

        /** As [fromEnvironment], in Java, and for a [BlockingTransport]: what is set on the builder wins over the variables. */
        @JvmStatic
        public fun builderFromEnvironment(): Builder = Builder(GivenSettings(), isOfEnvironment = true)

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
            tokenStore: TokenStore? = null,
            utcOffsetMinutes: Int? = null,
        ): DispositionClient {
            val given =
                GivenSettings(account, api, transport, baseUrl, deadline, connectTimeout, mode, retry, tokenStore, utcOffsetMinutes)
            return DispositionClient(given.withEnvironment(), Driver())
        }
    }

    /** Settings of a client, for Java, and for what blocks. Each setter returns the builder. */
    public class Builder internal constructor(private val given: GivenSettings, private val isOfEnvironment: Boolean) {
        /** Who calls. */
        public fun account(account: Account): Builder = apply { given.account = account }

        /** The vendor's API that is called. */
        public fun api(api: Api): Builder = apply { given.api = api }

        /** What sends, for coroutines. By itself the OkHttp of the artifact `cloudagent-disposition-okhttp`. */
        public fun transport(transport: Transport): Builder = apply { given.transport = transport }

        /** What sends, where it blocks a thread. */
        public fun transport(transport: BlockingTransport): Builder = transport(ThreadedTransport(transport))

        /** Where the vendor's server is. By itself [BaseUrl.INDIA]. */
        public fun baseUrl(baseUrl: BaseUrl): Builder = apply { given.baseUrl = baseUrl }

        /** How long one call may take, everything in it. By itself 15 seconds. */
        public fun deadline(deadline: java.time.Duration): Builder = apply { given.deadline = deadline.toKotlinDuration() }

        /** How long making a connection may take. By itself 5 seconds. */
        public fun connectTimeout(connectTimeout: java.time.Duration): Builder =
            apply { given.connectTimeout = connectTimeout.toKotlinDuration() }

        /** What becomes of a request that is not quite right. By itself [ValidationMode.STANDARD]. */
        public fun mode(mode: ValidationMode): Builder = apply { given.mode = mode }

        /** When a call sends its request again. By itself `RetryPolicy()`. */
        public fun retry(retry: RetryPolicy): Builder = apply { given.retry = retry }

        /** Where processes or clients share a token. By itself the client keeps its own, in memory. */
        public fun tokenStore(tokenStore: TokenStore): Builder = apply { given.tokenStore = tokenStore }

        /** Where processes or clients share a token, where that blocks a thread. */
        public fun tokenStore(tokenStore: BlockingTokenStore): Builder = tokenStore(ThreadedStore(tokenStore))

        /** How far the vendor's clock is from UTC, for look-ups. By itself India's; on the international host it must be given. */
        public fun utcOffsetMinutes(minutes: Int): Builder = apply { given.utcOffsetMinutes = minutes }

        /**
         * The client. Nothing is opened, looked up or started.
         *
         * @throws DispositionException.InvalidRequest a setting can't be used.
         * @throws InvalidInputException a variable is missing or can't be used, after [builderFromEnvironment].
         */
        public fun build(): DispositionClient =
            DispositionClient(if (isOfEnvironment) given.withEnvironment() else given.alone(), Driver())
    }
}
