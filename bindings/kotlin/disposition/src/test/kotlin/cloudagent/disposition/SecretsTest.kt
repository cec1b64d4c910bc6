package cloudagent.disposition

import cloudagent.disposition.internal.bridge.AccountHandle
import cloudagent.disposition.internal.bridge.ApiKeyHandle
import cloudagent.disposition.internal.bridge.GivenData
import cloudagent.disposition.internal.bridge.VariableData
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.readEnvironment
import cloudagent.disposition.support.Sweep
import java.net.URLEncoder
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory

/** Neither the key nor a comment shows where it must not, and the sweep that says so finds leaks. */
internal class SecretsTest {
    private val nothing = GivenData(null, null, null, null, null, null, null)

    private fun request() = DispositionRequest("8189", "914000000001", "ravi", "Sale", comments = COMMENTS)

    private fun clean(secret: String, objects: Map<String, () -> Any?>): List<DynamicTest> =
        objects.map { (name, make) -> DynamicTest.dynamicTest(name) { assertEquals(emptyList<String>(), Sweep.leaks(secret, make())) } }

    @TestFactory
    fun `no object shows the key`(): List<DynamicTest> =
        clean(
            KEY,
            mapOf(
                "ApiKey" to { ApiKey(KEY) },
                "Token" to { Token(KEY) },
                "Account" to { ACCOUNT },
                "Account with a token" to { Account.withToken("acme", KEY) },
                "HttpRequest of GET" to { CloudAgent.buildRequest(ACCOUNT, request(), Api.GET_V2) },
                "HttpRequest of POST" to { CloudAgent.buildRequest(ACCOUNT, request(), Api.POST_API_KEY) },
                "HttpRequest with a token" to { CloudAgent.buildRequest(Account.withToken("acme", KEY), request(), Api.POST_TOKEN) },
                "HttpRequest for a token" to { CloudAgent.buildTokenRequest(ACCOUNT) },
                "HttpHeader" to { CloudAgent.buildTokenRequest(ACCOUNT).headers },
                "RawParameters" to { CloudAgent.fromParams(mapOf("apiKey" to KEY, "customer" to "acme"), Api.GET_V2) },
                "violations" to { CloudAgent.validate(Account.withApiKey("acme", "$KEY "), request(), Api.GET_V2) },
                "a token's reply" to { granted() },
                "what is generated" to { listOf(ApiKeyHandle(KEY), AccountHandle.withApiKey("acme", ApiKeyHandle(KEY))) },
            ),
        )

    private fun granted(): TokenResult.Granted {
        val read = CloudAgent.classifyToken(200, """{"status": "SUCCESS", "token": "$KEY"}""".toByteArray()) as TokenResult.Granted
        assertEquals(KEY, read.token.expose())
        return read
    }

    @TestFactory
    fun `no refusal shows the key`(): List<DynamicTest> =
        clean(
            KEY,
            mapOf(
                "a key with half a character" to { failing { Account.withApiKey("acme", KEY + "\udc00") } },
                "a token with half a character" to { failing { Token(KEY + "\udc00") } },
                "a key in the base URL" to { failing { BaseUrl.parse("https://example.com/?apiKey=$KEY") } },
                "a key as user of the base URL" to { failing { BaseUrl.parse("https://$KEY@example.com") } },
                "a key that no header carries" to
                    { failing { CloudAgent.buildRequest(Account.withApiKey("acme", KEY + "é"), request(), Api.POST_API_KEY) } },
                "a key that is no token" to { failing { CloudAgent.buildTokenRequest(Account.withApiKey("acme", KEY + "\n")) } },
                "a key in mangled parameters" to
                    { failing { CloudAgent.fromParams(listOf("apiKey" to KEY, KEY to "\ud800"), Api.GET_V2) } },
                "a request's JSON with the key" to { failing { DispositionRequest.fromJson("""{"apiKey": "$KEY"}""") } },
                "a receipt's JSON with the key" to { failing { Receipt.fromJson("""{"effect": "$KEY"}""") } },
                "an environment with the key" to
                    { failing { readEnvironment(nothing, mapOf("CLOUDAGENT_API_KEY" to KEY, "CLOUDAGENT_TOKEN" to KEY)) } },
                "a variable's print" to { VariableData("CLOUDAGENT_API_KEY", KEY.toByteArray()).toString() },
                "a failure inside" to { failing { call { throw IllegalStateException(KEY, RuntimeException(KEY)) } } },
            ),
        )

    @TestFactory
    fun `no refusal shows the comment, and no request prints it`(): List<DynamicTest> =
        clean(
            COMMENTS,
            mapOf(
                "what a request prints" to { request().toString() },
                "what a builder prints" to { request().toBuilder().toString() },
                "violations" to { CloudAgent.validate(ACCOUNT, request().toBuilder().comments(COMMENTS + "\u0000").build(), Api.GET_V2) },
                "half a character" to { failing { request().toBuilder().comments(COMMENTS + "\ud800").build() } },
                "a request that the wire can't carry" to
                    { failing { CloudAgent.buildRequest(ACCOUNT, request().toBuilder().callbackTime("x").build(), Api.GET_V2) } },
                "a request as built" to { CloudAgent.buildRequest(ACCOUNT, request(), Api.POST_API_KEY) },
                "a request's JSON" to { failing { DispositionRequest.fromJson("""{"comments": "$COMMENTS", "ucid": 1}""") } },
            ),
        )

    /** A class of ours that holds a secret where it may not. */
    @Suppress("unused")
    private class Planted(private val kept: Any?)

    private class PlantedCause : RuntimeException("fine", RuntimeException("the URL was ?apiKey=$KEY"))

    private class PlantedPrint {
        override fun toString() = "Planted($KEY)"
    }

    @TestFactory
    fun `the sweep finds a planted leak`(): List<DynamicTest> =
        mapOf(
            "in a field" to Planted(KEY),
            "in a field of a field" to Planted(Planted(KEY)),
            "in a list" to Planted(listOf("x", KEY)),
            "in a map" to Planted(mapOf(KEY to "x")),
            "in an array" to Planted(arrayOf(KEY)),
            "as bytes" to Planted(KEY.toByteArray()),
            "as characters" to Planted(KEY.toCharArray()),
            "in a URL" to Planted("https://a/?k=" + URLEncoder.encode(KEY, "UTF-8")),
            "in what it prints" to PlantedPrint(),
            "in an exception's message" to IllegalStateException("no $KEY"),
            "in a cause" to PlantedCause(),
            "in a suppressed exception" to RuntimeException("fine").apply { addSuppressed(PlantedCause()) },
            "in an exception's field" to Planted(PlantedCause()),
            "in a request that is printed otherwise" to Planted(CloudAgent.buildRequest(ACCOUNT, request(), Api.GET_V2).url),
        ).map { (place, planted) -> DynamicTest.dynamicTest(place) { assertTrue(Sweep.leaks(KEY, planted).isNotEmpty()) } }
}
