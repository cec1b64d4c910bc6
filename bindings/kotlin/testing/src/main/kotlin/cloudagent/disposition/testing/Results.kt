package cloudagent.disposition.testing

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.CallCancelledException
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.FailKind
import cloudagent.disposition.NotSentKind
import cloudagent.disposition.Outcome
import cloudagent.disposition.Receipt
import cloudagent.disposition.RetryPolicy
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.StoreEntry
import cloudagent.disposition.TokenStore
import cloudagent.disposition.Transport
import kotlin.time.Duration
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/**
 * Receipts and exceptions, for the tests of code that gets them. Each is what a client of this library really ends with: nothing
 * here is made up, and a receipt fits its exception.
 */
public object Results {
    /** A request that nothing is wrong with. */
    @JvmField
    public val REQUEST: DispositionRequest =
        DispositionRequest(ucid = "81891723610400001", did = "911140000001", agentId = "ravi.k", disposition = "Sale")

    /**
     * The receipt of a call that got this answer, whether it ended well or not.
     *
     * @param request what was to be set.
     */
    @JvmStatic
    @JvmOverloads
    public fun receipt(answer: Answer = Answer.says(Outcome.SAVED), request: DispositionRequest = REQUEST): Receipt =
        try {
            set(answer, request)
        } catch (ended: DispositionException) {
            ended.receipt
        }

    /**
     * The exception of a call that got this answer: [DispositionException.Refused], [DispositionException.Uncertain] or
     * [DispositionException.NotSent], or [DispositionException.InvalidRequest] where the request is wrong.
     *
     * @param request what was to be set.
     * @throws IllegalArgumentException such a call ends well.
     */
    @JvmStatic
    @JvmOverloads
    public fun exception(answer: Answer, request: DispositionRequest = REQUEST): DispositionException {
        val receipt =
            try {
                set(answer, request)
            } catch (ended: DispositionException) {
                return ended
            }
        throw IllegalArgumentException("a call that gets this answer ends well: ${receipt.effect}")
    }

    /** The exception of a call of which nothing was sent, for this reason. */
    @JvmStatic
    public fun notSent(kind: NotSentKind): DispositionException.NotSent =
        when (kind) {
            NotSentKind.CANCELLED -> DispositionException.NotSent(cancelled(mayHaveLeft = false).receipt, kind)
            NotSentKind.CLOSED -> ended(client().apply { close() })
            NotSentKind.DEADLINE -> ended(client(), Duration.ZERO)
            NotSentKind.TOKEN_UNAVAILABLE -> ended(client(Api.POST_TOKEN, Account.withTokenSource("acme") { error("none") }))
            NotSentKind.TOKEN_STORE -> ended(client(Api.POST_TOKEN, tokenStore = Broken))
            else -> exception(Answer.fails(FailKind.entries.single { it.code == kind.code })) as DispositionException.NotSent
        }

    /**
     * The exception within a coroutine that was cancelled while it set a disposition.
     *
     * @param mayHaveLeft whether the request may have left by then.
     */
    @JvmStatic
    public fun cancelled(mayHaveLeft: Boolean): CallCancelledException =
        runBlocking(Dispatchers.Default) {
            val caught = CompletableDeferred<CallCancelledException>()
            val isOut = CompletableDeferred<Unit>()
            val transport =
                Transport { _, _ ->
                    isOut.complete(Unit)
                    try {
                        awaitCancellation()
                    } finally {
                        if (!mayHaveLeft) throw SendFailedException(FailKind.CONNECT)
                    }
                }
            val call =
                launch {
                    try {
                        client(transport = transport).use { it.setDisposition(REQUEST) }
                    } catch (cancelled: CallCancelledException) {
                        caught.complete(cancelled)
                    }
                }
            isOut.await()
            call.cancel()
            caught.await()
        }

    private fun set(answer: Answer, request: DispositionRequest): Receipt =
        runBlocking { client(transport = FakeTransport(answer)).use { it.setDisposition(request) } }

    private fun ended(client: DispositionClient, deadline: Duration? = null): DispositionException.NotSent =
        try {
            runBlocking { client.use { it.setDisposition(REQUEST, deadline) } }
            null
        } catch (ended: DispositionException.NotSent) {
            ended
        } ?: error("it was sent")

    private fun client(
        api: Api = Api.GET_V2,
        account: Account = Account.withApiKey("acme", "a-key-for-tests"),
        transport: Transport = FakeTransport(),
        tokenStore: TokenStore? = null,
    ): DispositionClient = DispositionClient(account, api, transport, retry = RetryPolicy.NONE, tokenStore = tokenStore)

    private object Broken : TokenStore {
        override suspend fun get(key: String): StoreEntry = error("broken")

        override suspend fun putIf(key: String, version: String?, bytes: ByteArray): Boolean = error("broken")
    }
}
