package cloudagent.disposition

import cloudagent.disposition.vectors.MAPPER
import cloudagent.disposition.vectors.json
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

/** The JSON forms of requests and receipts. */
internal class JsonTest {
    private fun refused(read: () -> Any): List<Pair<Field, Problem>> =
        assertThrows(InvalidInputException::class.java) { read() }.violations.map { it.field to it.problem }

    @Test
    fun `a request reads back`() {
        for (request in listOf(FULL, DispositionRequest(), DispositionRequest(ucid = "1"), DispositionRequest(pauseAfterDispose = false))) {
            assertEquals(request, DispositionRequest.fromJson(request.toJson()))
        }
    }

    @Test
    fun `a request's JSON is that of every language`() {
        val written =
            json(
                "ucid" to FULL.ucid,
                "did" to FULL.did,
                "agent_id" to FULL.agentId,
                "disposition" to FULL.disposition,
                "comments" to FULL.comments,
                "pause_after_dispose" to true,
                "pause_reason" to FULL.pauseReason,
                "callback_time" to FULL.callbackTime,
                "callback_time_zone" to FULL.callbackTimeZone,
                "auto_release" to true,
            )
        assertEquals(written, MAPPER.readTree(FULL.toJson()))
    }

    @Test
    fun `a receipt reads back`() {
        val bare =
            receiptData().copy(
                effect = "unknown",
                advice = "check_first",
                mayResend = false,
                retryAfterSeconds = null,
                outcome = null,
                httpStatus = null,
                status = null,
                attempts = emptyList(),
                warnings = emptyList(),
            )
        for (receipt in listOf(receiptData(), bare).map(::Receipt)) assertEquals(receipt, Receipt.fromJson(receipt.toJson()))
    }

    @Test
    fun `a receipt's JSON has every field under the name that every language uses`() {
        val written = MAPPER.readTree(Receipt(receiptData()).toJson())
        val fields =
            Receipt::class.java.declaredFields
                .filterNot { it.isSynthetic || java.lang.reflect.Modifier.isStatic(it.modifiers) }
                .map { it.name.replace(Regex("[A-Z]")) { letter -> "_" + letter.value.lowercase() } }
        // What a newer version wrote has no name here.
        assertEquals(fields.toSet() - "newer", written.fieldNames().asSequence().toSet())
        assertEquals("rate_limited", written["outcome"].textValue())
        assertEquals(87, written["attempts"][0]["duration_ms"].intValue())
    }

    @Test
    fun `what is no request's JSON is refused by field`() {
        assertEquals(listOf(Field.UCID to Problem.INVALID), refused { DispositionRequest.fromJson("""{"ucid": 81891700000000001}""") })
        for (text in listOf("", "nonsense", "[]", "{", "{} {}", """{"ucid": "\ud800"}""", "[".repeat(100_000))) {
            assertEquals(listOf(Field.JSON), refused { DispositionRequest.fromJson(text) }.map { it.first }, text.take(20))
        }
    }

    @Test
    fun `what is no receipt's JSON is refused`() {
        for (text in listOf("", "{}", "[]", """{"effect": "from_a_newer_version"}""", "[".repeat(100_000))) {
            assertEquals(listOf(Field.JSON), refused { Receipt.fromJson(text) }.map { it.first }, text.take(20))
        }
    }

    @Test
    fun `what a newer version wrote is read, and written again`() {
        val newer = Receipt(receiptData()).toJson().replace("\"rate_limited\"", "\"from_a_newer_version\"")
        val read = Receipt.fromJson(newer)
        assertNull(read.outcome)
        assertEquals(newer, read.toJson())
        assertNotEquals(read, Receipt(receiptData().copy(outcome = null)))
    }
}
