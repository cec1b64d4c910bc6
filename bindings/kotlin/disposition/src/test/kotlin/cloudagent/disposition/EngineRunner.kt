package cloudagent.disposition

import cloudagent.disposition.internal.ClientSettings
import cloudagent.disposition.internal.Driver
import cloudagent.disposition.internal.Seed
import cloudagent.disposition.support.classOf
import cloudagent.disposition.support.kindOf
import com.fasterxml.jackson.databind.JsonNode
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

/** One case of `engine.json`: the client drives the engine, with a transport and in a time of the case's. */
internal fun runEngine(case: JsonNode) {
    known(case, "id", "source", "settings", "seed", "store", "trace")
    runTest { EngineTrace(case, this).run() }
}

/**
 * A trace, played to a client for each of its engines. Transport, store and source answer as the trace says, coroutines are
 * cancelled where it says so, and the clock stands where it does. What a trace says that no driver gives is left out, by its mark.
 */
@OptIn(ExperimentalCoroutinesApi::class)
private class EngineTrace(private val case: JsonNode, private val scope: TestScope) {
    private val trace = case["trace"].toList()
    private val calls = mutableMapOf<String, TracedCall>()
    private val clients = mutableMapOf<String, DispositionClient>()
    private val store = TracedStore(case["store"])
    private var now = 0L

    /** The world's time, which comes with a reply. */
    private var wall = 0L

    /** The driver rounds a call's beginning up, and asks for the time once for that. */
    private var isBeginning = false
    private var seed = ""

    fun run() {
        try {
            trace.forEachIndexed(::check)
        } finally {
            // The clock stands still from here on: what is out ends by its answer.
            calls.values.forEach(TracedCall::giveUp)
        }
    }

    private fun check(place: Int, line: JsonNode) {
        expect(line.size() == 3) { "event $place: a moment, an event and a step" }
        try {
            play(line[0].longValue(), line[1], line[2])
        } catch (error: AssertionError) {
            throw AssertionError("event $place: ${error.message}")
        }
    }

    private fun play(moment: Long, event: JsonNode, expected: JsonNode) {
        event.text("played_by")?.let { by -> return expect(by == "engine") { "played by $by" } }
        now = moment
        val name = event.text("call") ?: ""
        for ((other, call) in calls) call.advance(now, other == name)
        when (val kind = event.text("event")) {
            "start" -> begin(name, event)
            "start_list" -> beginList(name, event)
            "start_look_up" -> beginLookUp(name, event)
            "start_look_up_all" -> beginLookUpAll(name, event)
            "close" -> {
                known(event, "event", "engine")
                clientOf(event).close()
            }
            else -> tell(calls.getValue(name), kind, event)
        }
        settle()
        if (expected.isNull) return
        calls.getValue(name).check(expected)
    }

    private fun begin(name: String, event: JsonNode) {
        known(event, "event", "call", "request", "deadline_ms", "engine", "seed")
        val request = DispositionRequest.fromJson(event["request"].toString())
        begin(name, event) { client, deadline ->
            try {
                end(client.setDisposition(request, deadline), null, null)
            } catch (error: DispositionException) {
                end(error.receipt, classOf(error), kindOf(error))
            } catch (cancelled: CallCancelledException) {
                // Only in the receipt is there what it ended with.
                end(cancelled.receipt, null, null, wasCancelled = true)
            }
        }
    }

    private fun beginList(name: String, event: JsonNode) {
        known(event, "event", "call", "campaign", "deadline_ms", "engine", "seed")
        begin(name, event) { client, deadline ->
            try {
                json("list" to heldBy(client.listDispositions(event.text("campaign"), deadline)), "was_cancelled" to false)
            } catch (_: CancellationException) {
                // Nobody is told what it ended with.
                json("was_cancelled" to true)
            }
        }
    }

    private fun beginLookUp(name: String, event: JsonNode) {
        known(event, "event", "call", "request", "day", "wall", "deadline_ms", "engine", "seed")
        val request = DispositionRequest.fromJson(event["request"].toString())
        begin(name, event) { client, deadline -> settled { listOf(client.lookUp(request, event.text("day")!!, deadline)) } }
    }

    private fun beginLookUpAll(name: String, event: JsonNode) {
        known(event, "event", "call", "requests", "day", "from", "to", "wall", "deadline_ms", "engine", "seed")
        val requests = event["requests"].map { DispositionRequest.fromJson(it.toString()) }
        begin(name, event) { client, deadline ->
            settled { client.lookUpAll(requests, event.text("day")!!, event.text("from"), event.text("to"), deadline) }
        }
    }

    private fun begin(name: String, event: JsonNode, ask: suspend (DispositionClient, Duration?) -> JsonNode) {
        expect(name !in calls) { "a call is started once" }
        val call = TracedCall()
        call.advance(now, isItsEvent = true)
        calls[name] = call
        val client = clientOf(event)
        wall = event["wall"]?.longValue() ?: 0
        seed = event.text("seed") ?: case.text("seed")!!
        val deadline = event["deadline_ms"]?.longValue()?.milliseconds
        isBeginning = true
        call.job = scope.launch(call) { call.end = ask(client, deadline) }
    }

    private fun tell(call: TracedCall, kind: String?, event: JsonNode) {
        wall = event["wall"]?.longValue() ?: 0
        when (kind) {
            "timer" -> known(event, "event", "call")
            "cancelled" -> {
                known(event, "event", "call")
                call.job.cancel()
            }
            "reply" -> {
                known(event, "event", "call", "seq", "status", "body", "retry_after", "date", "wall")
                val body = event.text("body")!!.toByteArray()
                val reply = HttpReply(event["status"].intValue(), body, event.text("retry_after"), event.text("date"))
                call.asked<SendOut>(event).reply(reply)
            }
            "failed" -> {
                known(event, "event", "call", "seq", "kind", "sent")
                // A transport says by its kind that nothing was sent, whichever of them.
                val isUnsent = event.text("kind") == "cancelled" && event["sent"]?.booleanValue() == false
                val kind = FailKind.entries.single { it.code == event.text("kind") }
                call.asked<Out>(event).fail(SendFailedException(if (isUnsent) FailKind.CONNECT else kind))
            }
            "stored" -> {
                known(event, "event", "call", "seq", "answer", "wall")
                call.asked<StoreOut>(event).answer(event.text("answer"))
            }
            "token_given" -> {
                known(event, "event", "call", "seq", "token", "wall")
                call.asked<TokenOut>(event).reply(Token(event.text("token")!!))
            }
            else -> throw AssertionError("unknown event $kind")
        }
    }

    /** Lets everything happen that happens at this moment: the driver looks at its clock at least every second. */
    private fun settle() {
        scope.runCurrent()
        scope.testScheduler.advanceTimeBy(2_000)
        scope.runCurrent()
    }

    private fun clientOf(event: JsonNode): DispositionClient = clients.getOrPut(event.text("engine") ?: "") { client() }

    private fun client(): DispositionClient {
        val settings = case["settings"]
        known(
            settings,
            *arrayOf("api", "customer", "api_key", "token", "token_source", "base_url", "mode", "deadline_ms"),
            *arrayOf("connect_timeout_ms", "attempts", "resend_unknown", "shares_tokens", "utc_offset_minutes"),
        )
        val account =
            if (settings["token_source"]?.booleanValue() == true) {
                Account.withTokenSource(settings.text("customer")!!, TRACED_SOURCE)
            } else {
                accountOf(settings.only("customer", "api_key", "token"))
            }
        return DispositionClient(
            ClientSettings(
                account,
                apiOf(settings),
                TracedTransport,
                baseUrlOf(settings),
                (settings["deadline_ms"]?.longValue() ?: 15_000).milliseconds,
                (settings["connect_timeout_ms"]?.longValue() ?: 5_000).milliseconds,
                ValidationMode.entries.single { it.code == (settings.text("mode") ?: "standard") },
                RetryPolicy(settings["attempts"]?.intValue() ?: 3, settings["resend_unknown"]?.booleanValue() ?: false),
                store.takeIf { settings["shares_tokens"]?.booleanValue() == true },
                settings["utc_offset_minutes"]?.intValue(),
            ),
            Driver(::time, { seed(seed) }, { wall }, EmptyCoroutineContext),
        )
    }

    /** The trace's moments are the engine's: the driver's rounding up is taken away. */
    private fun time(): Long {
        val rounding = if (isBeginning) 1 else 0
        isBeginning = false
        return (TracedCall.running?.now ?: now) - rounding
    }
}

private fun seed(digits: String) = Seed(digits.take(16).toULong(16), digits.drop(16).toULong(16))
