package cloudagent.disposition

import java.time.LocalDateTime
import kotlin.time.Duration.Companion.seconds
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory

/** Bad input gets an answer that helps, and never one that repeats the value. */
internal class BadInputTest {
    private val account = Account.withApiKey("acme", KEY)

    @TestFactory
    fun `half a character is refused by the field, and not repeated`(): List<DynamicTest> =
        listOf<Pair<String, (String) -> Any?>>(
            "ucid" to { DispositionRequest(ucid = it) },
            "did" to { DispositionRequest(did = it) },
            "agentId" to { DispositionRequest(agentId = it) },
            "disposition" to { DispositionRequest(disposition = it) },
            "comments" to { DispositionRequest(comments = it) },
            "pauseReason" to { DispositionRequest(pauseReason = it) },
            "callbackTime" to { DispositionRequest(callbackTime = it) },
            "callbackTimeZone" to { DispositionRequest(callbackTimeZone = it) },
            "comments" to { DispositionRequest.Builder().comments(it).build() },
            "json" to { DispositionRequest.fromJson(it) },
            "json" to { Receipt.fromJson(it) },
            "baseUrl" to { BaseUrl.parse(it) },
            "baseUrl" to { BaseUrl.of(it) },
            "customer" to { Account.withApiKey(it, "KK") },
            "customer" to { Account.withToken(it, "T") },
            "customer" to { Account.withoutCredential(it) },
            "apiKey" to { Account.withApiKey("acme", it) },
            "apiKey" to { ApiKey(it) },
            "token" to { Account.withToken("acme", it) },
            "token" to { Token(it) },
            "campaign" to { CloudAgent.buildListRequest(account, it, Api.GET_V2) },
            "retryAfter" to { CloudAgent.classify(503, ByteArray(0), it) },
            "date" to { CloudAgent.classify(503, ByteArray(0), null, it) },
            "retryAfter" to { CloudAgent.classifyToken(503, ByteArray(0), it) },
            "date" to { CloudAgent.classifyList(503, ByteArray(0), null, it) },
            "retryAfter" to { HttpReply(503, ByteArray(0), it) },
            "date" to { HttpReply(503, ByteArray(0), null, it) },
            "the name of parameter 2" to { CloudAgent.fromParams(listOf("did" to "91", it to "1"), Api.GET_V2) },
            "the value of parameter 2" to { CloudAgent.fromParams(listOf("did" to "91", "ucid" to it), Api.GET_V2) },
            "the value of parameter 1" to { CloudAgent.fromParams(mapOf("ucid" to it), Api.GET_V2) },
        ).map { (field, action) ->
            DynamicTest.dynamicTest(field) {
                val halves = listOf("\ud800 text", "\udc00", "\ud800", "\ud800\ud800\udc00", "\udc00\ud800")
                for (half in halves.map { "private $it" }) {
                    val error = failing { action(half) }
                    assertEquals(IllegalArgumentException::class.java, error.javaClass)
                    assertTrue(error.message!!.startsWith("$field holds half a character (a lone surrogate) at index 8"), error.message)
                    assertFalse("private" in error.stackTraceToString())
                    assertNull(error.cause)
                }
            }
        }

    @Test
    fun `whole characters of two halves are fine`() {
        val request = DispositionRequest(comments = "😀 𝒳 ok")
        assertEquals(request, DispositionRequest.fromJson(request.toJson()))
    }

    @Test
    fun `a NUL is an error that names the field`() {
        val fields =
            mapOf<Field, DispositionRequest.Builder.(String) -> Unit>(
                Field.UCID to { ucid(it) },
                Field.DID to { did(it) },
                Field.AGENT_ID to { agentId(it) },
                Field.DISPOSITION to { disposition(it) },
            )
        for ((field, set) in fields) {
            val request = FULL.toBuilder().apply { set("81\u000089") }.build()
            val found = CloudAgent.validate(account, request, Api.POST_API_KEY)
            assertTrue(found.any { it.field == field && it.problem == Problem.CONTROL_CHARACTERS }, "$field: $found")
        }
        assertEquals("a\u0000b", DispositionRequest.fromJson(DispositionRequest(comments = "a\u0000b").toJson()).comments)
    }

    @Test
    fun `ten megabytes are refused at once, and not printed`() {
        val request = DispositionRequest("8189", "91", "ravi", "Sale", comments = "x".repeat(10_000_000))
        for (api in Api.entries) {
            val found = CloudAgent.validate(account, request, api)
            assertTrue(found.any { it.field == Field.COMMENTS && it.problem == Problem.TOO_LONG }, found.toString())
            assertTrue(found.toString().length < 1_000)
        }
        assertTrue(request.toString().length < 1_000)
        val reply = CloudAgent.classify(200, ByteArray(10_000_000) { 'x'.code.toByte() })
        assertEquals(Effect.UNKNOWN, reply.effect)
    }

    @Test
    fun `a number that is no status stands for none`() {
        val queued = """{"status": "Queued"}""".toByteArray()
        for (status in listOf(Int.MIN_VALUE, -1, 99, 1_000, 65_536 + 200, Int.MAX_VALUE)) {
            assertEquals(CloudAgent.classify(0, queued), CloudAgent.classify(status, queued), "$status")
            for (read in listOf(CloudAgent.classifyToken(status, queued).toString(), CloudAgent.classifyList(status, queued).toString())) {
                assertTrue(read.startsWith("Other("), "$status: $read")
            }
            val odd = Transport { _, _ -> HttpReply(status, queued) }
            val request = DispositionRequest(ucid = "8189000000001", did = "914000000001", agentId = "ravi", disposition = "Sale")
            val receipt =
                DispositionClient(account, Api.GET_V2, odd).use { client ->
                    runCatching { client.setDispositionBlocking(request) }.getOrElse { (it as DispositionException).receipt }
                }
            assertEquals(listOf(Delivery.REPLIED), receipt.attempts.map { it.delivery }, "$status: $receipt")
            assertTrue((receipt.httpStatus ?: 0) == 0, "$status: $receipt")
        }
    }

    @Test
    fun `a base URL that would give the key away is refused, and not repeated`() {
        val refused =
            mapOf(
                "http://ccaas.example.com" to Problem.NOT_HTTPS,
                "https://user:password@ccaas.example.com" to Problem.USER_INFO,
                "https://ccaas.example.com/?apiKey=KK" to Problem.QUERY,
                "https://ccaas.example.com/#apiKey=KK" to Problem.FRAGMENT,
                "ccaas.example.com" to Problem.INVALID,
            )
        for ((text, problem) in refused) {
            val error = assertThrows(InvalidInputException::class.java) { BaseUrl.parse(text) }
            assertEquals(listOf(Field.BASE_URL to problem), error.violations.map { it.field to it.problem })
            assertFalse("ccaas" in error.stackTraceToString())
        }
        for ((text, problem) in refused) {
            val kept = BaseUrl.of(text)
            assertEquals("[not usable]", kept.toString())
            val found = CloudAgent.validate(account, DispositionRequest(), Api.POST_API_KEY, kept).map { it.field to it.problem }
            assertTrue((Field.BASE_URL to problem) in found && (Field.UCID to Problem.MISSING) in found, "$text: $found")
            val error =
                assertThrows(DispositionException.InvalidRequest::class.java) {
                    DispositionClient(account, Api.GET_V2, baseUrl = kept, connectTimeout = (-1).seconds)
                }
            assertEquals(Field.BASE_URL to problem, error.violations.first().let { it.field to it.problem })
            assertTrue(error.violations.size > 1, "${error.violations}")
            assertFalse("ccaas" in error.stackTraceToString())
        }
        assertEquals(BaseUrl.INDIA, BaseUrl.of(BaseUrl.INDIA.toString() + "/"))
        assertEquals("https://ccaas.example.com/dialer", BaseUrl.parse("HTTPS://CCaaS.example.com/dialer/").toString())
        assertEquals("http://127.0.0.1:8080", BaseUrl.parse("http://127.0.0.1:8080").toString())
    }

    @Test
    fun `a callback time of the calendar is text for the core`() {
        fun timeOf(time: LocalDateTime) = DispositionRequest.Builder().callbackTime(time).build().callbackTime
        assertEquals("2026-11-22 09:30:00", timeOf(LocalDateTime.of(2026, 11, 22, 9, 30)))
        assertEquals("0026-01-02 00:00:00", timeOf(LocalDateTime.of(26, 1, 2, 0, 0)))
        fun found(time: LocalDateTime): List<Pair<Field, Problem>> {
            val request = FULL.toBuilder().callbackTime(time).pauseAfterDispose(null).pauseReason(null).build()
            val errors = CloudAgent.validate(account, request, Api.GET_V3).filter { it.field == Field.CALLBACK_TIME }
            return errors.map { it.field to it.problem }
        }
        val time = LocalDateTime.of(2026, 11, 22, 9, 30)
        assertEquals(emptyList<Any>(), found(time))
        assertEquals(listOf(Field.CALLBACK_TIME to Problem.INVALID), found(time.plusNanos(999_000)))
    }

    @Test
    fun `parameters are read from pairs and from a map`() {
        val read = CloudAgent.fromParams(mapOf("DID" to "91", "apiKey" to KEY, "userName" to "acme"), Api.GET_V2)
        assertEquals(DispositionRequest(did = "91"), read.request)
        assertEquals(KEY, read.apiKey?.expose())
        assertEquals("acme", read.customer)
        val twice = CloudAgent.fromParams(listOf("did" to "91", "did" to "92"), Api.GET_V2)
        assertTrue(twice.violations.any { it.problem == Problem.DUPLICATE }, twice.toString())
    }
}
