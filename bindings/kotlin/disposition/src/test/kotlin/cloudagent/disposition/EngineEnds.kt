package cloudagent.disposition

import com.fasterxml.jackson.databind.JsonNode
import kotlinx.coroutines.CancellationException

/** What a call that sets a disposition ended with. */
internal fun end(receipt: Receipt, error: String?, kind: String?, wasCancelled: Boolean = false): JsonNode {
    expect(receipt.sentence.isNotEmpty()) { "a sentence" }
    expect(Receipt.fromJson(receipt.toJson()) == receipt) { "the receipt's JSON form is another receipt" }
    val form = MAPPER.readTree(receipt.toJson())
    return json("class" to error, "kind" to kind, "receipt" to form, "was_cancelled" to wasCancelled)
}

/** What a look-up ended with. */
internal suspend fun settled(lookUp: suspend () -> List<Settlement>): JsonNode =
    try {
        json("settlements" to lookUp().map(::spelled), "was_cancelled" to false)
    } catch (invalid: InvalidInputException) {
        json("violations" to invalid.violations.map { listOf(it.field.code, it.problem.code) })
    } catch (_: CancellationException) {
        // Nobody is told what it ended with.
        json("was_cancelled" to true)
    }

private fun spelled(settlement: Settlement): JsonNode {
    expect(settlement.sentence.isNotEmpty() && !settlement.mayResend) { "a sentence, and no leave to send again" }
    val lookup =
        settlement.lookup?.let {
            json(
                "outcome" to it.outcome?.code,
                "kind" to it.kind?.code,
                "advice" to it.advice.code,
                "retry_after_seconds" to it.retryAfterSeconds,
            )
        }
    return json(
        "ucid" to settlement.ucid,
        "finding" to settlement.finding.code,
        "effect" to settlement.effect.code,
        "advice" to settlement.advice.code,
        "look_again_seconds" to settlement.lookAgainSeconds,
        "lookup" to lookup,
    )
}
