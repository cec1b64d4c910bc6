@file:Suppress("ktlint:standard:no-wildcard-imports")

package com.example.server

// Sets the disposition of a call, and looks it up where nobody knows what became of it. It takes what the other examples take from
// the environment, and sends over the JDK's HTTP client. The README shows the lines between the two marks.
// README begins
import cloudagent.disposition.*
import java.time.Instant

suspend fun main() {
    DispositionClient.fromEnvironment(api = Api.POST_API_KEY).use { client ->
        val request = DispositionRequest(
            ucid = "81891723610400001", did = "911140000001", agentId = "ravi.k", disposition = "Sale",
        )
        val receipt =
            try {
                client.setDisposition(request)
            } catch (lost: DispositionException.Uncertain) {
                lost.receipt
            }
        println("${receipt.effect}: ${receipt.sentence}")
        if (receipt.effect == Effect.UNKNOWN) {
            val day = CloudAgentRecords.recordDay(Instant.now())!! // the day on which the call began
            val found = client.lookUp(request, day)
            val known = CloudAgentRecords.settleReceipt(receipt, request, found) // unknown becomes applied, where that was found
            println("${known.effect}: ${found.sentence}")
        }
    }
}
// README ends
