package cloudagent.disposition

import cloudagent.disposition.internal.bridge.ApiKeyHandle
import cloudagent.disposition.internal.bridge.GivenData
import cloudagent.disposition.internal.bridge.TokenHandle
import cloudagent.disposition.internal.readEnvironment
import com.fasterxml.jackson.databind.JsonNode
import java.nio.file.Files
import java.nio.file.Path
import java.util.Base64

private val NOTHING = HttpReply(0, ByteArray(0))
private val REPLY_ALWAYS = listOf("outcome", "effect", "advice", "ucid", "did", "action", "retry_after_seconds")
private val REPLY_WHERE_GIVEN = listOf("status", "details", "recognised")

internal fun runClassify(case: JsonNode) {
    known(case, "id", "source", "kind", "http_status", "retry_after", "date", "body", "body_base64", "expect")
    expect(case.has("body") != case.has("body_base64")) { "a body, in one way" }
    val body = case.text("body")?.toByteArray() ?: Base64.getDecoder().decode(case.text("body_base64"))
    val status = case["http_status"].intValue()
    val retryAfter = case.text("retry_after")
    val date = case.text("date")
    val expected = case["expect"]
    when (val kind = case.text("kind") ?: "set") {
        "set" -> {
            val reply = CloudAgent.classify(status, body, retryAfter, date)
            sameReply(reply, expected)
            // Among others it means the same.
            val all = listOf(NOTHING, HttpReply(status, body, retryAfter, date), NOTHING)
            val nothing = CloudAgent.classify(0, ByteArray(0))
            expect(CloudAgent.classifyAll(all) == listOf(nothing, reply, nothing)) { "classifyAll says the same" }
        }
        "token" ->
            when (val read = CloudAgent.classifyToken(status, body, retryAfter, date)) {
                is TokenResult.Granted -> same(json("token" to read.token.expose()), expected)
                is TokenResult.Other -> sameReply(read.reply, expected)
            }
        "list" ->
            when (val read = CloudAgent.classifyList(status, body, retryAfter, date)) {
                is ListResult.Dispositions -> same(json("dispositions" to read.list), expected)
                is ListResult.Other -> sameReply(read.reply, expected)
            }
        else -> throw AssertionError("unknown kind $kind")
    }
}

private fun sameReply(reply: Reply, expected: JsonNode) {
    known(expected, *REPLY_ALWAYS.toTypedArray(), *REPLY_WHERE_GIVEN.toTypedArray())
    val found = heldBy(reply)
    for (name in REPLY_ALWAYS + REPLY_WHERE_GIVEN.filter(expected::has)) same(found[name], expected[name] ?: NULL) { name }
    expect(reply.hint.isNotBlank()) { "a hint" }
}

internal fun runValidate(case: JsonNode) {
    known(case, "id", "source", "api", "base_url", "account", "request", "expect")
    val found = CloudAgent.validate(accountOf(case["account"]), requestOf(case["request"]), apiOf(case), baseUrlOf(case))
    sameViolations(found, case["expect"])
}

internal fun runWire(case: JsonNode) {
    known(case, "id", "source", "kind", "api", "base_url", "account", "request", "campaign", "expect")
    val expected = case["expect"]
    val built =
        try {
            built(case)
        } catch (invalid: InvalidInputException) {
            known(expected, "violations")
            expect(expected.has("violations")) { "built, not refused with ${invalid.violations}" }
            return sameViolations(invalid.violations, expected["violations"])
        }
    known(expected, "method", "url", "headers", "body", "host", "port", "target")
    expect(built.toString() == "HttpRequest(${built.method} ${built.host}${built.path})") { "it prints nothing else" }
    same(json("method" to built.method.code, "url" to built.url, "body" to built.body), expected.only("method", "url", "body"))
    sameHeaders(built, expected["headers"])
    val found = json("host" to built.host, "port" to built.port, "target" to built.target)
    for (name in listOf("host", "port", "target").filter { expected.has(it) }) same(found[name], expected[name]) { name }
}

internal fun sameHeaders(built: HttpRequest, expected: JsonNode) {
    val headers = built.headers.associateTo(mutableMapOf()) { it.name.lowercase() to it.value }
    expect(headers.size == built.headers.size) { "a header comes once" }
    expect(headers.remove("user-agent").orEmpty().startsWith("cloudagent-disposition/")) { "a User-Agent" }
    val wanted = expected.properties().associate { (name, value) -> name.lowercase() to value.textValue() }
    same(json("headers" to headers), json("headers" to wanted))
}

private fun built(case: JsonNode): HttpRequest {
    val account = accountOf(case["account"])
    val baseUrl = baseUrlOf(case)
    return when (val kind = case.text("kind") ?: "set") {
        "set" -> CloudAgent.buildRequest(account, requestOf(case["request"]), apiOf(case), baseUrl)
        "token" -> CloudAgent.buildTokenRequest(account, baseUrl)
        "list" -> CloudAgent.buildListRequest(account, case.text("campaign"), apiOf(case), baseUrl)
        else -> throw AssertionError("unknown kind $kind")
    }
}

internal fun runParams(case: JsonNode) {
    known(case, "id", "source", "params", "api", "expect")
    val expected = case["expect"]
    known(expected, "customer", "api_key", "request", "violations")
    val pairs = case["params"].map { it[0].textValue() to it[1].textValue() }
    val read = CloudAgent.fromParams(pairs, apiOf(case))
    same(
        json("customer" to read.customer, "api_key" to read.apiKey?.expose()),
        expected.only("customer", "api_key"),
    )
    expect(read.request == requestOf(expected["request"])) { "the request: ${read.request}" }
    sameViolations(read.violations, expected["violations"])
}

internal fun runUrls(case: JsonNode) {
    known(case, "id", "source", "base_url", "expect")
    val found =
        try {
            json("kept_as" to BaseUrl.parse(case.text("base_url")!!).toString())
        } catch (invalid: InvalidInputException) {
            val violation = invalid.violations.single()
            expect(violation.field == Field.BASE_URL) { "the field: ${violation.field}" }
            json("problem" to violation.problem.code)
        }
    same(found, case["expect"])
}

/** JSON forms that this version or another wrote, read and written again. */
internal fun runReceipts(case: JsonNode) {
    known(case, "id", "source", "form", "json", "expect")
    val text = case.text("json")!!
    val expected = case["expect"]
    val (read, written) =
        try {
            when (val form = case.text("form") ?: "receipt") {
                "receipt" -> Receipt.fromJson(text).let { it to it.toJson() }
                "request" -> DispositionRequest.fromJson(text).let { it to it.toJson() }
                else -> throw AssertionError("unknown form $form")
            }
        } catch (_: InvalidInputException) {
            return same(json("unreadable" to true), expected)
        }
    same(json("json" to written), expected.only("json"))
    includes("what was read", heldBy(read), json(*expected.properties().filter { it.key != "json" }.map { it.toPair() }.toTypedArray()))
}

internal fun accountOf(given: JsonNode): Account {
    known(given, "customer", "api_key", "token")
    val customer = given.text("customer").orEmpty()
    val key = given.text("api_key")
    val token = given.text("token")
    expect(key == null || token == null) { "an account has one credential" }
    return when {
        key != null -> Account.withApiKey(customer, key)
        token != null -> Account.withToken(customer, token)
        else -> Account.withoutCredential(customer)
    }
}

internal fun requestOf(given: JsonNode): DispositionRequest {
    val names = given.fieldNames().asSequence().toMutableSet()
    fun text(name: String): String? = given.text(name).also { names.remove(name) }
    fun flag(name: String): Boolean? = given[name]?.takeUnless { it.isNull }?.let(::flagOf).also { names.remove(name) }
    val request =
        DispositionRequest(
            // generated: given (by `cargo gen`)
            ucid = text("ucid"),
            did = text("did"),
            agentId = text("agent_id"),
            disposition = text("disposition"),
            comments = text("comments"),
            pauseAfterDispose = flag("pause_after_dispose"),
            pauseReason = text("pause_reason"),
            callbackTime = text("callback_time"),
            callbackTimeZone = text("callback_time_zone"),
            autoRelease = flag("auto_release") ?: false,
            // end
        )
    expect(names.isEmpty()) { "unknown keys: $names" }
    return request
}

internal fun apiOf(case: JsonNode): Api = Api.entries.single { it.code == case.text("api") }

internal fun baseUrlOf(case: JsonNode): BaseUrl = case.text("base_url")?.let(BaseUrl::of) ?: BaseUrl.INDIA

internal fun sameViolations(found: List<Violation>, expected: JsonNode) {
    val told = found.map { mapOf("field" to it.field.code, "problem" to it.problem.code, "severity" to it.severity.code) }
    same(json("violations" to told), json("violations" to expected))
    expect(found.all { it.detail.isNotBlank() }) { "a sentence for each" }
}

internal fun runEnvironment(case: JsonNode) {
    known(case, "id", "source", "variables", "files", "given", "expect")
    val folder = Files.createTempDirectory("environment")
    try {
        readIn(folder, case)
    } finally {
        folder.toFile().deleteRecursively()
    }
}

private fun readIn(folder: Path, case: JsonNode) {
    val variables = case["variables"].properties().associate { it.key to it.value.textValue() }.toMutableMap()
    case["files"]?.properties()?.forEach { (name, content) ->
        expect(variables["CLOUDAGENT_API_KEY_FILE"] == name) { "the file is named" }
        val bytes = content.textValue()?.toByteArray() ?: Base64.getDecoder().decode(content.text("base64"))
        variables["CLOUDAGENT_API_KEY_FILE"] = Files.write(folder.resolve(name), bytes).toString()
    }
    val given = case["given"] ?: json()
    known(given, "customer", "api_key", "token", "api", "base_url", "deadline_ms")
    val data =
        GivenData(
            null,
            given.text("customer"),
            given.text("api_key")?.let(::ApiKeyHandle),
            given.text("token")?.let(::TokenHandle),
            given.text("api"),
            given.text("base_url"),
            given["deadline_ms"]?.longValue()?.toULong(),
        )
    val expected = case["expect"]
    val read =
        try {
            readEnvironment(data, variables)
        } catch (invalid: InvalidInputException) {
            return sameVariables(invalid, expected["violations"])
        }
    known(expected, "customer", "api_key", "token", "api", "base_url", "deadline_ms")
    val account = Account.of(read.account)
    expect(sent(account) == sent(accountOf(expected.only("customer", "api_key", "token")))) { "the account's credential" }
    val found =
        json(
            "customer" to account.customer,
            "api" to read.api,
            "base_url" to read.baseUrl,
            "deadline_ms" to read.deadlineMs.toInt(),
        )
    same(found, expected.only("customer", "api", "base_url", "deadline_ms"))
}

/** What an account is to each API: nothing else shows its credential. */
private fun sent(account: Account): List<Any?> =
    Api.entries.map { api ->
        try {
            val built = CloudAgent.buildRequest(account, DispositionRequest(), api)
            listOf(built.url, built.body, built.headers.map { it.value })
        } catch (invalid: InvalidInputException) {
            invalid.violations
        }
    }

private fun sameVariables(invalid: InvalidInputException, expected: JsonNode) {
    expect("marker" !in invalid.stackTraceToString()) { "no value is repeated" }
    val told = invalid.violations.map { mapOf("field" to it.field.code, "problem" to it.problem.code) }
    same(json("violations" to told), json("violations" to expected.map { it.only("field", "problem") }))
    for ((violation, wrong) in invalid.violations.zip(expected)) {
        known(wrong, "variable", "field", "problem")
        expect(violation.isHard) { "nothing lets it pass" }
        val variable = wrong.text("variable")!!
        expect(Regex("\\b$variable\\b") in violation.detail) { "$variable is named: ${violation.detail}" }
    }
}
