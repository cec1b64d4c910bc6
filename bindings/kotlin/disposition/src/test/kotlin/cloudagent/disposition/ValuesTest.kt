package cloudagent.disposition

import cloudagent.disposition.internal.bridge.ReplyData
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNotSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

/** Values compare by what they hold, print what there is, and are not changed. */
internal class ValuesTest {
    /** Two of the same, and others that differ in one thing each. */
    private fun <T> sameBut(make: () -> T, others: List<T>) {
        val one = make()
        assertNotSame(one, make())
        assertEquals(one, make())
        assertEquals(one.hashCode(), make().hashCode())
        assertEquals(one.toString(), make().toString())
        assertNotEquals(one, "a text")
        for (other in others) {
            assertNotEquals(one, other)
            assertEquals(other, other)
        }
        assertEquals(others.size + 1, (others + one).toSet().size)
    }

    @Test
    fun `a request is a value`() =
        sameBut(
            { FULL.toBuilder().build() },
            listOf(
                FULL.toBuilder().ucid(null).build(),
                FULL.toBuilder().did("1").build(),
                FULL.toBuilder().agentId("1").build(),
                FULL.toBuilder().disposition("1").build(),
                FULL.toBuilder().comments("1").build(),
                FULL.toBuilder().pauseAfterDispose(null).build(),
                FULL.toBuilder().pauseReason("1").build(),
                FULL.toBuilder().callbackTime("1").build(),
                FULL.toBuilder().callbackTimeZone("1").build(),
                FULL.toBuilder().autoRelease(false).build(),
                DispositionRequest(),
            ),
        )

    @Test
    fun `what the core tells is a value`() {
        val others = listOf(receiptData().copy(sentence = "1"), receiptData().copy(newer = "{}"))
        sameBut({ Receipt(receiptData()) }, others.map(::Receipt))
        sameBut({ Attempt(attemptData()) }, listOf(Attempt(attemptData().copy(durationMs = 1u))))
        val reply = ReplyData("saved", "applied", "none", "8189", "91", "disposition", 3u, "success", "Saved", true, "Hint.")
        sameBut({ Reply(reply) }, listOf(Reply(reply.copy(hint = "Other."))))
    }

    @Test
    fun `a violation is a value`() =
        sameBut(
            { Violation(violationData()) },
            listOf(
                violationData().copy(field = "ucid"),
                violationData().copy(problem = "missing"),
                violationData().copy(severity = "error"),
                violationData().copy(detail = "1"),
                violationData().copy(hard = true),
            ).map(::Violation),
        )

    @Test
    fun `what a transport gives and gets is a value`() {
        sameBut(
            { HttpReply(200, "ok".toByteArray(), "3", "today") },
            listOf(
                HttpReply(201, "ok".toByteArray(), "3", "today"),
                HttpReply(200, "no".toByteArray(), "3", "today"),
                HttpReply(200, "ok".toByteArray(), null, "today"),
                HttpReply(200, "ok".toByteArray(), "3"),
            ),
        )
        sameBut({ Limits(1, 2, 3) }, listOf(Limits(0, 2, 3), Limits(1, 0, 3), Limits(1, 2, 0)))
        sameBut({ BaseUrl.parse("https://a.example") }, listOf(BaseUrl.parse("https://b.example")))
    }

    @Test
    fun `a reply's body is copied in and out`() {
        val bytes = "ok".toByteArray()
        val reply = HttpReply(200, bytes)
        bytes[0] = 0
        reply.body[0] = 0
        assertArrayEquals("ok".toByteArray(), reply.body)
    }

    @Test
    fun `what holds a secret compares by identity`() {
        assertNotEquals(ApiKey(KEY), ApiKey(KEY))
        assertNotEquals(Token(KEY), Token(KEY))
        assertNotEquals(Account.withApiKey("acme", KEY), Account.withApiKey("acme", KEY))
        val built = List(2) { CloudAgent.buildRequest(Account.withApiKey("acme", KEY), DispositionRequest(), Api.GET_V3) }
        assertNotEquals(built[0], built[1])
    }

    @Test
    fun `lists can't be changed`() {
        val receipt = Receipt(receiptData())
        val built = CloudAgent.buildRequest(Account.withApiKey("acme", KEY), DispositionRequest(), Api.POST_API_KEY)
        val violations = CloudAgent.validate(Account.withApiKey("acme", KEY), DispositionRequest(), Api.GET_V2)
        val found = CloudAgent.classifyList(200, """{"status": "SUCCESS", "details": ["Sale"]}""".toByteArray())
        val list = (found as ListResult.Dispositions).list
        for (each in listOf(receipt.attempts, receipt.warnings, built.headers, violations, list)) {
            assertThrows(UnsupportedOperationException::class.java) { (each as MutableList<*>).clear() }
        }
    }

    @Test
    fun `values print what there is`() {
        assertEquals("DispositionRequest()", DispositionRequest().toString())
        val short = DispositionRequest("8189", "21", autoRelease = true)
        assertEquals("DispositionRequest(ucid=8189, did=…1, autoRelease=true)", short.toString())
        assertEquals(
            "DispositionRequest(ucid=8189000000001, did=…4321, agentId=ravi, disposition=Sale, comments=[not shown], " +
                "pauseAfterDispose=true, pauseReason=Lunch, callbackTime=2026-11-22 09:30, callbackTimeZone=Asia/Kolkata, autoRelease=true)",
            FULL.toString(),
        )
        assertEquals("disposition: Remove the space around the disposition.", Violation(violationData()).toString())
        assertEquals("Attempt(delivery=replied, httpStatus=200, outcome=saved, durationMillis=87)", Attempt(attemptData()).toString())
        assertEquals("HttpReply(200, 2 bytes)", HttpReply(200, "ok".toByteArray(), "3").toString())
        assertEquals("Limits(connectMillis=1, totalMillis=2, bodyBytes=3)", Limits(1, 2, 3).toString())
        val receipt = Receipt(receiptData().copy(attempts = emptyList(), pauseRequested = false, excerpt = null)).toString()
        assertEquals(
            "Receipt(effect=not_applied, advice=retry_later, mayResend=true, retryAfterSeconds=30, outcome=rate_limited, " +
                "httpStatus=429, status=error, details=Slow down, ucid=8189000000001, did=914000004321, action=disposition, " +
                "warnings=[disposition: Remove the space around the disposition.], requestId=0123456789abcdef0123456789abcdef, " +
                "tokenRequests=1, sentence=Not applied., field=ucid, settled=another_stands)",
            receipt,
        )
    }
}
