package cloudagent.disposition

import cloudagent.disposition.internal.ClientSettings
import cloudagent.disposition.internal.Driver
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** Answers of every size come whole. */
internal class DirectTest {
    @Test
    fun `an answer that takes more room than usual comes whole`() {
        for (size in (0..1_100 step 7) + 100_000) {
            val comments = "x".repeat(size)
            val request = DispositionRequest("1", "2", "ravi", "Sale", comments = comments)
            val built = CloudAgent.buildRequest(ACCOUNT, request, Api.POST_API_KEY)
            assertEquals(size, built.body.orEmpty().count { it == 'x' })
        }
    }

    @Test
    fun `a step that takes more room than usual is taken once, and comes whole`() =
        runTest {
            for (size in (0..3_000 step 97) + 100_000) {
                val request = DispositionRequest("1", "2", "ravi", "Sale", comments = "x".repeat(size))
                val sent = mutableListOf<HttpRequest>()
                val transport = Transport { asked, _ -> says(Outcome.SAVED).also { sent += asked } }
                val settings = ClientSettings(ACCOUNT, Api.POST_API_KEY, transport, mode = ValidationMode.ADVISE)
                val receipt = DispositionClient(settings, Driver()).use { it.setDisposition(request) }
                assertEquals(1, receipt.attempts.size)
                assertEquals(size, sent.single().body.orEmpty().count { it == 'x' })
            }
        }

    @Test
    fun `many replies are answered in their order`() {
        val queued = HttpReply(200, """{"details": "Queued", "status": "Success"}""".toByteArray())
        val nothing = HttpReply(0, ByteArray(0))
        for (count in listOf(0, 1, 255, 256, 257, 1_000)) {
            val read = CloudAgent.classifyAll(List(count) { if (it % 3 == 0) queued else nothing })
            assertEquals(count, CloudAgent.batches(List(count) { queued }, most = 1_000).sumOf { it.size })
            val expected = List(count) { if (it % 3 == 0) Outcome.QUEUED else Outcome.UNRECOGNISED }
            assertEquals(expected, read.map { it.outcome })
        }
    }

    @Test
    fun `replies cross in lists of at most so many bytes, but for one that has more`() {
        val replies = listOf(4, 4, 4, 11, 1, 9).map { HttpReply(200, ByteArray(it)) }
        val sizes = CloudAgent.batches(replies, most = 10).map { batch -> batch.map { it.body.size } }
        assertEquals(listOf(listOf(4, 4), listOf(4), listOf(11), listOf(1, 9)), sizes)
    }
}
