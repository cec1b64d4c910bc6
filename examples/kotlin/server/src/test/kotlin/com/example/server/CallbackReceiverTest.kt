package com.example.server

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.Effect
import cloudagent.disposition.Finding
import cloudagent.disposition.Receipt
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublisher
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Files
import java.nio.file.Path
import kotlin.concurrent.thread
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

private const val KEY = "KKacme0123456789"
private const val UCID = "81891700000000002"

/** The receiver of callbacks, with the simulator as the vendor. Each test has a simulator, a receiver and a file of its own. */
class CallbackReceiverTest(@TempDir folder: Path) {
    private val said = Said()
    private val simulator = Simulator()
    private val account = Account.withApiKey("acme", KEY)
    private val kept = Files.createDirectory(folder.resolve("kept"))
    private val path = kept.resolve("receipts.sqlite")
    private val server = embeddedServer(CIO, host = "127.0.0.1", port = 0) { callbacks(account, path) }.start()
    private val url = "http://127.0.0.1:${runBlocking { server.engine.resolvedConnectors() }.single().port}/callback"

    @AfterEach
    fun `the key is said and kept nowhere`() {
        server.stop(0, 0)
        simulator.close()
        val all = said.end()
        assertTrue(all.any { "Responding at" in it }, "what Ktor says is heard")
        assertEquals(emptyList<String>(), all.filter { KEY in it })
        for (file in Files.list(kept)) assertFalse(KEY in String(Files.readAllBytes(file), Charsets.ISO_8859_1), "$file")
    }

    /** Sends the disposition, and loses what came of it. */
    private fun lose(fault: String) {
        simulator.control("fault", "fault" to fault, "count" to 1)
        val request = DispositionRequest(UCID, "914000000001", "ravi", "Sale", pauseAfterDispose = false)
        DispositionClient(account, Api.GET_V2, baseUrl = BaseUrl.parse(simulator.baseUrl)).use { client ->
            val lost = assertThrows(DispositionException.Uncertain::class.java) { client.setDispositionBlocking(request) }
            SentReceipts(path).use { it.keep(Sent(request, client.api, lost.receipt)) }
        }
    }

    private fun push(vararg changes: Pair<String, Any>): Int =
        simulator.control("callback", "url" to url, "ucid" to UCID, *changes)["status"].intValue()

    private fun receipt(): Receipt = SentReceipts(path).use { it.receipts() }.single()

    private fun status(method: String, body: BodyPublisher): Int {
        val request = HttpRequest.newBuilder(URI(url)).version(HttpClient.Version.HTTP_1_1).method(method, body).build()
        return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
    }

    @Test
    fun `a lost reply is settled by the callback with the disposition`() {
        lose("reset_after_applied")
        assertEquals(204, push("with_disposition" to false))
        assertEquals(Effect.UNKNOWN, receipt().effect, "it says nothing yet")
        assertEquals(204, push())
        val settled = receipt()
        assertEquals(Effect.APPLIED to Finding.STANDS, settled.effect to settled.settled)
        assertEquals(1, said.count(settled.sentence))
        assertEquals(204, push(), "callbacks come twice")
        assertEquals(settled, receipt())
        assertEquals(1, said.count(settled.sentence))
    }

    @Test
    fun `one that was lost itself stays unknown`() {
        lose("reset_before_applied")
        for (form in listOf("form", "json", "form_array")) assertEquals(204, push("as" to form))
        assertEquals(Effect.UNKNOWN, receipt().effect)
    }

    @Test
    fun `one that the agent disposed otherwise is not in force`() {
        lose("reset_before_applied")
        simulator.control("dispose", "ucid" to UCID, "disposition" to "No Answer")
        assertEquals(204, push())
        val settled = receipt()
        assertEquals(Effect.NOT_APPLIED to Finding.ANOTHER_STANDS, settled.effect to settled.settled)
        assertFalse(settled.mayResend)
    }

    @Test
    fun `what has another key changes nothing`() {
        lose("reset_after_applied")
        assertEquals(403, push("customer" to "globex"))
        assertEquals(Effect.UNKNOWN, receipt().effect)
    }

    @Test
    fun `a call that is not ours is taken`() {
        lose("reset_after_applied")
        assertEquals(204, push("ucid" to "81891700000000003"))
        assertEquals(Effect.UNKNOWN, receipt().effect)
    }

    @Test
    fun `several at once settle it once`() {
        lose("reset_after_applied")
        val statuses = IntArray(8)
        val pushes = statuses.indices.map { place -> thread { statuses[place] = push() } }
        pushes.forEach(Thread::join)
        assertEquals(List(8) { 204 }, statuses.toList())
        assertEquals(1, said.count(receipt().sentence))
    }

    @Test
    fun `what is no callback is refused`() {
        val tooLong = "{\"Apikey\":\"$KEY\"}" + " ".repeat(1 shl 20)
        val asStream = BodyPublishers.ofInputStream { tooLong.byteInputStream() }
        for ((status, method, body) in listOf(
            Triple(204, "GET", BodyPublishers.noBody()),
            Triple(204, "HEAD", BodyPublishers.noBody()),
            Triple(400, "POST", BodyPublishers.noBody()),
            Triple(400, "POST", BodyPublishers.ofString("data=%7B\"Apikey\":\"$KEY\"")),
            Triple(413, "POST", BodyPublishers.ofString(tooLong)),
            Triple(413, "POST", asStream),
        )) {
            assertEquals(status, status(method, body), "$method ${body.contentLength()}")
        }
    }

    @Test
    fun `where the receipts can't be had it says so, and a later callback settles them`() {
        lose("reset_after_applied")
        val away = Files.move(kept, kept.resolveSibling("away"))
        assertEquals(500, push())
        Files.move(away, kept)
        assertEquals(204, push())
        assertEquals(Effect.APPLIED, receipt().effect)
    }

    @Test
    fun `the table is that of the example in Python`() {
        val python = example("python/sent_receipts.py").readText()
        for (statement in SentReceipts.SCHEMA) assertTrue(statement in python, statement)
    }
}
