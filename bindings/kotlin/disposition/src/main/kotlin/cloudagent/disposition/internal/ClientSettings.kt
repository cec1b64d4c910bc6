package cloudagent.disposition.internal

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.RetryPolicy
import cloudagent.disposition.TokenStore
import cloudagent.disposition.Transport
import cloudagent.disposition.ValidationMode
import cloudagent.disposition.internal.bridge.GivenData
import cloudagent.disposition.internal.bridge.SettingsData
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/** What a client is made with: the parameters of its constructor. */
internal class ClientSettings(
    val account: Account,
    val api: Api,
    val transport: Transport? = null,
    val baseUrl: BaseUrl = BaseUrl.INDIA,
    val deadline: Duration = DispositionClient.DEADLINE,
    val connectTimeout: Duration = DispositionClient.CONNECT_TIMEOUT,
    val mode: ValidationMode = ValidationMode.STANDARD,
    val retry: RetryPolicy = RetryPolicy(),
    val tokenStore: TokenStore? = null,
    val utcOffsetMinutes: Int? = null,
) {
    init {
        // First of all: what follows may already break.
        requireKotlin()
    }

    fun host(): Host = Host(transport ?: FoundTransport(), tokenStore, account.source)

    fun record(): SettingsData =
        SettingsData(
            account = account.handle,
            api = api.code,
            baseUrl = baseUrl.raw(),
            mode = mode.code,
            deadlineMs = millis(deadline),
            connectTimeoutMs = millis(connectTimeout),
            retry = retry.record(),
            sharesTokens = tokenStore != null,
            utcOffsetMinutes = utcOffsetMinutes,
        )
}

/** Settings as they are given: what is not, the environment's variables say. */
internal class GivenSettings(
    var account: Account? = null,
    var api: Api? = null,
    var transport: Transport? = null,
    var baseUrl: BaseUrl? = null,
    var deadline: Duration? = null,
    var connectTimeout: Duration = DispositionClient.CONNECT_TIMEOUT,
    var mode: ValidationMode = ValidationMode.STANDARD,
    var retry: RetryPolicy = RetryPolicy(),
    var tokenStore: TokenStore? = null,
    var utcOffsetMinutes: Int? = null,
) {
    /** Without the environment: account and API are there. */
    fun alone(): ClientSettings =
        settings(checkNotNull(account), checkNotNull(api), baseUrl ?: BaseUrl.INDIA, deadline ?: DispositionClient.DEADLINE)

    /** @throws cloudagent.disposition.InvalidInputException a variable is missing or can't be used. */
    fun withEnvironment(): ClientSettings {
        requireKotlin()
        val given = GivenData(account?.handle, null, null, null, api?.code, baseUrl?.raw(), deadline?.let(::millis))
        val read = account?.handle?.lend { readEnvironment(given) } ?: readEnvironment(given)
        val who = account ?: Account.of(read.account)
        return settings(
            who,
            call { member(read.api) },
            baseUrl ?: BaseUrl.of(read.baseUrl),
            deadline ?: read.deadlineMs.toLong().milliseconds,
        )
    }

    private fun settings(account: Account, api: Api, baseUrl: BaseUrl, deadline: Duration) =
        ClientSettings(account, api, transport, baseUrl, deadline, connectTimeout, mode, retry, tokenStore, utcOffsetMinutes)
}
