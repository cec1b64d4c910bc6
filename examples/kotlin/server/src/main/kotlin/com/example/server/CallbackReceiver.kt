package com.example.server

import cloudagent.disposition.Account
import cloudagent.disposition.CloudAgentRecords
import cloudagent.disposition.InvalidInputException
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.Application
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.log
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.request.receiveChannel
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.head
import io.ktor.server.routing.post
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import io.ktor.utils.io.readRemaining
import java.nio.file.Path
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.io.readByteArray

/**
 * A small web server for the end-of-call callback, which settles what nobody knew. `CLOUDAGENT_CUSTOMER`, `CLOUDAGENT_API_KEY`
 * and `RECEIPTS`, the file of [SentReceipts], come from the environment.
 *
 * The address that goes into the campaign's "URL to Push" is `https://…/callback`, over TLS that stands in front: the vendor
 * sends the account's key in it in clear. So no log of this program, and none of what stands before it, may have the bodies.
 */
fun main() {
    val environment = System.getenv()
    val account = Account.withApiKey(environment.getValue("CLOUDAGENT_CUSTOMER"), environment.getValue("CLOUDAGENT_API_KEY"))
    val receipts = Path.of(environment.getValue("RECEIPTS"))
    embeddedServer(CIO, host = "127.0.0.1", port = 8080) { callbacks(account, receipts) }.start(wait = true)
}

/** What the server answers. */
fun Application.callbacks(account: Account, receipts: Path) {
    routing {
        route("/callback") {
            // The vendor's dashboard is said to look whether somebody is there.
            get { call.respond(HttpStatusCode.NoContent) }
            head { call.respond(HttpStatusCode.NoContent) }
            post { hear(call, account, receipts) }
        }
    }
}

private suspend fun Application.hear(call: ApplicationCall, account: Account, receipts: Path) {
    // The bytes as they came: Ktor's own reading of a form would leave none.
    val body = call.receiveChannel().readRemaining(BODY_BYTES_MAX + 1).readByteArray()
    if (body.size > BODY_BYTES_MAX) return call.respond(HttpStatusCode.PayloadTooLarge)
    val told =
        try {
            CloudAgentRecords.readCallback(body)
        } catch (invalid: InvalidInputException) {
            // Its sentences repeat nothing of the body.
            log.warn("no callback: {}", invalid.message)
            return call.respondText("no callback", status = HttpStatusCode.BadRequest)
        }
    if (!told.isAuthentic(account)) {
        log.warn("a callback without this account's key")
        return call.respondText("not ours", status = HttpStatusCode.Forbidden)
    }
    val changed =
        withContext(Dispatchers.IO) {
            SentReceipts(receipts).use { sent ->
                sent.settle(told.record) {
                    val settlement = CloudAgentRecords.settle(it.request, it.api, told.record)
                    CloudAgentRecords.settleReceipt(it.receipt, it.request, settlement)
                }
            }
        }
    for (receipt in changed) log.warn("{}: {}", receipt.effect, receipt.sentence)
    // Also where no call of ours was meant: a second callback would say the same.
    call.respond(HttpStatusCode.NoContent)
}

/** No callback is longer, and `readCallback` refuses it. */
private const val BODY_BYTES_MAX = 1024 * 1024L
