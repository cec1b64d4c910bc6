package cloudagent.disposition

import cloudagent.disposition.support.classOf
import cloudagent.disposition.support.kindOf
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ObjectNode

internal val account: Account = Account.withApiKey("acme", Simulator.KEY)

/** A request for a call that has ended. */
internal val request: DispositionRequest =
    DispositionRequest(
        ucid = "81891700000000002",
        did = "914000000001",
        agentId = "ravi",
        disposition = "Sale",
        comments = Simulator.COMMENTS,
        pauseAfterDispose = false,
    )

/** What became of a call: its receipt, and the exception where it did not end well. */
internal class Told(val receipt: Receipt, val error: DispositionException?) {
    /** In the words of `faults.json`. */
    fun words(simulator: Simulator): ObjectNode {
        val deliveries = json.createArrayNode()
        receipt.attempts.forEach { deliveries.add(it.delivery.code) }
        val requests = simulator.requests()
        return json.createObjectNode()
            .put("class", error?.let(::classOf))
            .put("kind", error?.let(::kindOf))
            .put("effect", receipt.effect.code)
            .put("advice", receipt.advice.code)
            .put("may_resend", receipt.mayResend)
            .put("outcome", receipt.outcome?.code)
            .put("http_status", receipt.httpStatus)
            .put("retry_after_seconds", receipt.retryAfterSeconds)
            .put("received", requests.size)
            .put("applied", requests.any { it["applied"].asBoolean() })
            .set<ObjectNode>("deliveries", deliveries)
    }

    companion object {
        inline fun of(call: () -> Receipt): Told =
            try {
                Told(call(), null)
            } catch (error: DispositionException) {
                Told(error.receipt, error)
            }
    }
}

internal fun sorted(node: JsonNode): String = json.writeValueAsString(json.treeToValue(node, sortedMap))

private val sortedMap = java.util.TreeMap::class.java
