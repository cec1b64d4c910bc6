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
            "campaign" to { CloudAgent.buildListRequest(ACCOUNT, it, Api.GET_V2) },
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
    fun `whole characters of two halves are fine, and so is a NUL`() {
        val request = DispositionRequest(comments = "😀 𝒳 a\u0000b")
        assertEquals(request, DispositionRequest.fromJson(request.toJson()))
    }

    @Test
    fun `a number that is no status stands for none`() {
        val queued = """{"status": "Queued"}""".toByteArray()
        for (status in listOf(Int.MIN_VALUE, -1, 65_536 + 200, Int.MAX_VALUE)) {
            assertEquals(CloudAgent.classify(0, queued), CloudAgent.classify(status, queued), "$status")
            val ended = runCatching { client(answering(HttpReply(status, queued))).setDispositionBlocking(REQUEST) }
            val receipt = ended.getOrElse { (it as DispositionException).receipt }
            assertTrue((receipt.httpStatus ?: 0) == 0, "$status: $receipt")
        }
    }

    @Test
    fun `a base URL that can't be used is told with everything else, and not repeated`() {
        val kept = BaseUrl.of("https://user:password@ccaas.example.com")
        assertEquals("[not usable]", kept.toString())
        val error =
            assertThrows(DispositionException.InvalidRequest::class.java) {
                DispositionClient(ACCOUNT, Api.GET_V2, baseUrl = kept, deadline = (-1).seconds)
            }
        assertEquals(listOf(Field.BASE_URL, Field.DEADLINE), error.violations.map { it.field })
        assertFalse("ccaas" in error.stackTraceToString())
    }

    @Test
    fun `a callback time of the calendar is text for the core`() {
        fun timeOf(time: LocalDateTime) = DispositionRequest.Builder().callbackTime(time).build().callbackTime
        assertEquals("2026-11-22 09:30:00", timeOf(LocalDateTime.of(2026, 11, 22, 9, 30)))
        assertEquals("0026-01-02 00:00:00", timeOf(LocalDateTime.of(26, 1, 2, 0, 0)))
        fun found(time: LocalDateTime): List<Pair<Field, Problem>> {
            val request = FULL.toBuilder().callbackTime(time).pauseAfterDispose(null).pauseReason(null).build()
            val errors = CloudAgent.validate(ACCOUNT, request, Api.GET_V3).filter { it.field == Field.CALLBACK_TIME }
            return errors.map { it.field to it.problem }
        }
        val time = LocalDateTime.of(2026, 11, 22, 9, 30)
        assertEquals(emptyList<Any>(), found(time))
        assertEquals(listOf(Field.CALLBACK_TIME to Problem.INVALID), found(time.plusNanos(999_000)))
    }

    @Test
    fun `parameters are read from a map`() {
        val read = CloudAgent.fromParams(mapOf("DID" to "91", "apiKey" to KEY, "userName" to "acme"), Api.GET_V2)
        assertEquals(listOf("91", KEY, "acme"), listOf(read.request.did, read.apiKey?.expose(), read.customer))
    }
}
