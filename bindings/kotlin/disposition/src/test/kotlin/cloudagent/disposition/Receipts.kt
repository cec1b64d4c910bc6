package cloudagent.disposition

import com.fasterxml.jackson.databind.JsonNode

/** JSON forms that this version or another wrote, read and written again. */
internal fun runReceipts(case: JsonNode) {
    known(case, "id", "source", "form", "json", "expect")
    val text = case.text("json")!!
    val expected = case["expect"]
    val (written, fields) =
        try {
            when (val form = case.text("form") ?: "receipt") {
                "receipt" -> Receipt.fromJson(text).let { it.toJson() to fieldsOf(it) }
                "request" -> DispositionRequest.fromJson(text).let { it.toJson() to emptyMap() }
                else -> throw AssertionError("unknown form $form")
            }
        } catch (_: InvalidInputException) {
            return same(json("unreadable" to true), expected)
        }
    same(json("json" to written), expected.only("json"))
    known(expected, "json", *fields.keys.toTypedArray())
    for ((name, value) in expected.properties().filter { it.key != "json" }) {
        same(MAPPER.readTree(MAPPER.writeValueAsString(fields.getValue(name))).like(value), value) { name }
    }
}

/** This, with of each object in it only the keys that the other has. */
private fun JsonNode.like(other: JsonNode): JsonNode =
    when {
        isObject && other.isObject -> json(
            *other.properties().map { (name, value) ->
                name to (this[name] ?: NULL).like(value)
            }.toTypedArray(),
        )
        isArray && size() == other.size() -> MAPPER.valueToTree(mapIndexed { place, value -> value.like(other[place]) })
        else -> this
    }

private fun fieldsOf(receipt: Receipt): Map<String, Any?> =
    mapOf(
        "effect" to receipt.effect.code,
        "advice" to receipt.advice.code,
        "may_resend" to receipt.mayResend,
        "retry_after_seconds" to receipt.retryAfterSeconds,
        "outcome" to receipt.outcome?.code,
        "http_status" to receipt.httpStatus,
        "status" to receipt.status,
        "details" to receipt.details,
        "ucid" to receipt.ucid,
        "did" to receipt.did,
        "action" to receipt.action,
        "excerpt" to receipt.excerpt,
        "pause_requested" to receipt.pauseRequested,
        "attempts" to receipt.attempts.map(::fieldsOf),
        "warnings" to receipt.warnings.map(::fieldsOf),
        "request_id" to receipt.requestId,
        "token_requests" to receipt.tokenRequests,
        "sentence" to receipt.sentence,
    )

private fun fieldsOf(attempt: Attempt): Map<String, Any?> =
    mapOf(
        "delivery" to attempt.delivery.code,
        "kind" to attempt.kind?.code,
        "http_status" to attempt.httpStatus,
        "outcome" to attempt.outcome?.code,
        "duration_ms" to attempt.durationMillis,
    )

private fun fieldsOf(warning: Violation): Map<String, Any?> =
    mapOf(
        "field" to warning.field.code,
        "problem" to warning.problem.code,
        "severity" to warning.severity.code,
        "detail" to warning.detail,
    )
