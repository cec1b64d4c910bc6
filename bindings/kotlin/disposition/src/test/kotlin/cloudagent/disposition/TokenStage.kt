package cloudagent.disposition

import cloudagent.disposition.internal.ClientSettings
import cloudagent.disposition.internal.Driver
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** What the vendor says of this outcome. */
internal fun says(outcome: Outcome): HttpReply = CloudAgent.sampleReply(outcome)!!

/** CloudAgent on `post_token`: it makes tokens, takes the newest alone, and notes each token that it was shown. */
internal class TokenTransport(private val tokens: AtomicInteger = AtomicInteger()) : Transport {
    /** Which token the requests showed, in order. */
    val shown = ConcurrentLinkedQueue<String>()

    /** How many tokens it made. */
    val made: Int get() = tokens.get()

    /** The token that it takes no more. */
    @Volatile
    var refused: String? = null

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        if (request.path.endsWith("/generateToken")) return reply(200, """{"token": "token-${tokens.incrementAndGet()}"}""")
        val token = request.headers.single { it.name == "Authorization" }.value.removePrefix("Bearer ")
        shown += token
        return says(if (token == refused) Outcome.TOKEN_EXPIRED else Outcome.SAVED)
    }
}

/** A client on `post_token`. */
internal fun tokenClient(
    transport: Transport,
    account: Account = ACCOUNT,
    store: TokenStore? = null,
    deadline: Duration = 15.seconds,
    driver: Driver = Driver(),
): DispositionClient {
    val settings =
        ClientSettings(account, Api.POST_TOKEN, transport, deadline = deadline, retry = RetryPolicy.NONE, tokenStore = store)
    return DispositionClient(settings, driver)
}

/** A store that blocks, in the form that both kinds of the tests' stores have. */
internal abstract class TestStore : BlockingTokenStore {
    override fun get(key: String): StoreEntry? = null

    override fun putIf(key: String, version: String?, bytes: ByteArray): Boolean = true
}
