package cloudagent.disposition

import com.fasterxml.jackson.databind.JsonNode

/** Whether a call stands where a trace says at this moment. */
internal fun TracedCall.check(expected: JsonNode) {
    until = expected["until"]?.longValue() ?: Long.MAX_VALUE
    when (val step = expected.text("step")) {
        "send" -> checkSend(expected)
        "abort" -> {
            known(expected, "step", "seq", "until")
            expect((out[expected["seq"].intValue() - 1] as SendOut).isAborted) { "the send goes on" }
            expect(end == null) { "the call has ended" }
        }
        "store" -> {
            known(expected, "step", "seq", "gets", "puts", "replaces", "until")
            val asked = last<StoreOut>(expected)
            expect((asked.puts == null) == expected.has("gets")) { "it is read, or written" }
            asked.puts?.let { includes("puts", it, expected["puts"]) }
            expect(asked.replaces == (expected["replaces"]?.booleanValue() ?: false)) { "over another version" }
        }
        "token" -> {
            known(expected, "step", "seq", "renew", "until")
            expect(last<TokenOut>(expected).renew == expected["renew"].booleanValue()) { "renewed or not" }
        }
        "wait" -> {
            known(expected, "step", "until")
            expect(end == null) { "the call has ended" }
        }
        "done" -> {
            known(expected, "step", "class", "kind", "receipt")
            val found = ended()
            if (!found["was_cancelled"].booleanValue()) same(found.only("class", "kind"), expected.only("class", "kind"))
            includes("receipt", found["receipt"], expected["receipt"])
        }
        "listed" -> {
            known(expected, "step", "list")
            val list = told("list") ?: return
            expect(!list.text("sentence").isNullOrEmpty()) { "a sentence" }
            includes("list", list, expected["list"])
        }
        "settled" -> {
            known(expected, "step", "settlements")
            same(told("settlements") ?: return, expected["settlements"]) { "settlements" }
        }
        "invalid" -> {
            known(expected, "step", "violations")
            same(ended()["violations"] ?: NULL, expected["violations"]) { "violations" }
        }
        "misuse" -> known(expected, "step")
        else -> throw AssertionError("unknown step $step")
    }
}

private fun TracedCall.checkSend(expected: JsonNode) {
    known(expected, "step", "seq", "connect_by", "until", "token", "fetches", "looks_up")
    val (request, limits) = last<SendOut>(expected).let { it.request to it.limits }
    val token = request.headers.find { it.name == "Authorization" }?.value?.removePrefix("Bearer ")
    expect(expected["token"] == null || expected.text("token") == token) { "with another token" }
    expect(request.url.endsWith("/generateToken") == (expected["fetches"] != null)) { "to ${request.target}" }
    expect(request.path.takeIf { request.bodyWithGet } == expected.text("looks_up")) { "to ${request.path}" }
    expect(request.ownConnection == request.bodyWithGet) { "over a connection of its own" }
    expect(request.replyLimit == limits.bodyBytes) { "a reply of ${limits.bodyBytes} bytes" }
    expect(now + limits.connectMillis == expected["connect_by"].longValue()) { "connect by ${limits.connectMillis}" }
    expect(now + limits.totalMillis == expected["until"].longValue()) { "until ${limits.totalMillis}" }
}

private fun TracedCall.ended(): JsonNode = end ?: throw AssertionError("the call has not ended")

/** This of what the call ended with; `null` where it was cancelled, and nobody was told. */
private fun TracedCall.told(what: String): JsonNode? {
    val found = ended()
    if (found["was_cancelled"]?.booleanValue() == true) return null
    return found[what] ?: throw AssertionError("another end: $found")
}

/** The step that was handed out last, which has this number and is of this sort. */
private inline fun <reified O : Out> TracedCall.last(expected: JsonNode): O {
    expect(end == null) { "the call has ended" }
    expect(out.size == expected["seq"].intValue()) { "${out.size} steps" }
    return out.last() as? O ?: throw AssertionError("another step: ${out.last()}")
}
