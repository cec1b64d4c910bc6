package cloudagent.disposition

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ObjectNode
import java.time.Instant
import java.util.Base64

/** `records.json`: call records and callbacks read, what they settle, and the requests for them. */
internal fun runRecords(case: JsonNode) =
    when (val kind = case.text("kind")) {
        "records" -> read(case)
        "callback" -> callback(case)
        "settle" -> settled(case)
        "request" -> asked(case)
        "day" -> day(case)
        else -> throw AssertionError("unknown kind $kind")
    }

/** What stands in every callback and reply that has a key: what nothing may print. */
private const val MARKER = "deadbeef"

private fun only(case: JsonNode, vararg names: String) = known(case, "id", "source", "kind", "expect", *names)

private fun bodyOf(case: JsonNode): ByteArray {
    expect(case.has("body") != case.has("body_base64")) { "a body, in one way" }
    return case.text("body")?.toByteArray() ?: Base64.getDecoder().decode(case.text("body_base64"))
}

/** The fields that a record has. */
private fun fields(record: CallRecord): Map<String, String> =
    MAPPER.readTree(record.toJson(withComments = true)).properties().filter {
        !it.value.isNull
    }.associate { it.key to it.value.textValue() }

private fun recordOf(given: JsonNode): CallRecord {
    val names = given.fieldNames().asSequence().toMutableSet()
    fun text(name: String): String? = given.text(name).also { names.remove(name) }
    val record =
        CallRecord(
            ucid = text("ucid"),
            callId = text("call_id"),
            did = text("did"),
            agentId = text("agent_id"),
            disposition = text("disposition"),
            comments = text("comments"),
            callDate = text("call_date"),
            startTime = text("start_time"),
            endTime = text("end_time"),
            status = text("status"),
            type = text("type"),
            campaign = text("campaign"),
        )
    expect(names.isEmpty()) { "unknown keys: $names" }
    return record
}

private fun read(case: JsonNode) {
    only(case, "http_status", "body", "body_base64", "retry_after", "date", "asked")
    val asked = case.text("asked")?.let { code -> Asked.entries.single { it.code == code } } ?: Asked.ONE_CALL
    val reply =
        CloudAgentRecords.classifyRecords(case["http_status"].intValue(), bodyOf(case), case.text("retry_after"), case.text("date"), asked)
    val found =
        when (reply) {
            is Records ->
                json(
                    "records" to reply.records.map(::fields),
                    "count" to reply.records.size,
                    "last" to reply.records.lastOrNull()?.let(::fields),
                    "truncated" to reply.truncated,
                    "in_words" to reply.inWords,
                )
            is NoRecords -> {
                expect(reply.hint.endsWith(".")) { "a hint" }
                json("no_records" to (heldBy(reply) as ObjectNode).without<JsonNode>("hint"))
            }
        }
    expect(MARKER !in "$reply $found") { "a key shows" }
    val expected = case["expect"]
    includes("records", found, expected)
    // What it has of a record, it has exactly.
    expected["records"]?.let { same(found["records"], it) { "records" } }
}

private fun callback(case: JsonNode) {
    only(case, "body", "body_base64", "account")
    val expected = case["expect"]
    val read =
        try {
            CloudAgentRecords.readCallback(bodyOf(case))
        } catch (invalid: InvalidInputException) {
            val violation = invalid.violations.single()
            expect(violation.field == Field.CALLBACK) { "the field: ${violation.field}" }
            return same(json("invalid" to violation.problem.code), expected)
        }
    val account = case["account"]?.let(::accountOf) ?: Account.withoutCredential("acme")
    val found =
        json("record" to fields(read.record), "customer" to read.customer, "authentic" to read.isAuthentic(account))
    expect(MARKER !in "$read $found") { "a key shows" }
    includes("callback", found, expected)
    expected["record"]?.let { same(found["record"], it) { "record" } }
}

private fun settled(case: JsonNode) {
    only(case, "api", "request", "records", "truncated", "in_words", "receipt", "receipt_request")
    val request = requestOf(case["request"])
    val rows = case["records"].map(::recordOf)
    val list = Records(rows, case["truncated"]?.let(::flagOf) ?: false, case["in_words"]?.let(::flagOf) ?: false)
    val settlement =
        try {
            CloudAgentRecords.settle(request, apiOf(case), list)
        } catch (invalid: InvalidInputException) {
            return same(json("invalid" to invalid.violations.map { "${it.field}.${it.problem}" }), case["expect"])
        }
    expect(settlement.sentence.endsWith(".") && "  " !in settlement.sentence) { settlement.sentence }
    val place = settlement.record?.let(rows::indexOf)
    expect(place != -1) { "the record is one of them" }
    val found =
        json(
            "finding" to settlement.finding.code,
            "effect" to settlement.effect.code,
            "advice" to settlement.advice.code,
            "may_resend" to settlement.mayResend,
            "look_again_seconds" to settlement.lookAgainSeconds,
            "record" to place,
            "receipt" to receiptAfter(case, request, settlement),
        )
    includes("settle", found, case["expect"])
}

private fun receiptAfter(case: JsonNode, request: DispositionRequest, settlement: Settlement): Any? {
    val before = Receipt.fromJson(MAPPER.writeValueAsString(case["receipt"] ?: return null))
    val of = case["receipt_request"]?.let(::requestOf) ?: request
    val after =
        try {
            CloudAgentRecords.settleReceipt(before, of, settlement)
        } catch (invalid: InvalidInputException) {
            return invalid.violations.first().field.code
        }
    if (after.settled != null) expect(after.sentence == settlement.sentence) { "the sentence of what was found" }
    return MAPPER.readTree(after.toJson())
}

private fun asked(case: JsonNode) {
    only(case, "account", "ucid", "day", "from", "to", "now", "utc_offset_minutes", "base_url")
    val account = accountOf(case["account"])
    val day = case.text("day")!!
    val now = Instant.ofEpochSecond(case["now"].longValue())
    val offset = case["utc_offset_minutes"]?.intValue()
    val ucid = case.text("ucid")
    val expected = case["expect"]
    val built =
        try {
            if (ucid != null) {
                CloudAgentRecords.buildRecordRequest(account, ucid, day, offset, baseUrlOf(case), now)
            } else {
                CloudAgentRecords.buildDayRequest(account, day, case.text("from"), case.text("to"), offset, baseUrlOf(case), now)
            }
        } catch (invalid: InvalidInputException) {
            known(expected, "violations")
            return sameViolations(invalid.violations, expected["violations"])
        }
    known(expected, "method", "url", "headers", "body")
    same(json("method" to built.method.code, "url" to built.url, "body" to built.body), expected.only("method", "url", "body"))
    sameHeaders(built, expected["headers"])
    expect(built.bodyWithGet && built.ownConnection) { "a GET with a body, over a connection of its own" }
    expect(built.replyLimit > (if (ucid != null) 1 shl 20 else 8 shl 20)) { "${built.replyLimit}" }
}

private fun day(case: JsonNode) {
    only(case, "unix_seconds", "utc_offset_minutes")
    // Beyond what an Instant is, nobody has a day either.
    val seconds = case["unix_seconds"].longValue().coerceIn(Instant.MIN.epochSecond, Instant.MAX.epochSecond)
    val found = CloudAgentRecords.recordDay(Instant.ofEpochSecond(seconds), case["utc_offset_minutes"].intValue())
    same(json("day" to found), case["expect"])
}
