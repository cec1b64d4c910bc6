package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.RetryPolicy
import cloudagent.disposition.Transport
import java.io.File
import java.io.PrintStream
import java.util.concurrent.TimeUnit
import kotlin.reflect.KClass
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeout
import okhttp3.ConnectionPool
import okhttp3.OkHttpClient

/** When the shift's calls end: the script's clock stands still but where a scene moves it. */
const val SHIFT_BEGINS: Long = 1_764_000_000_000

const val AGENT: String = "kavya"

/** A call of `examples/data/scenario.json`, by the last two digits of its ucid. */
fun call(number: String): EndedCall = EndedCall(
    ucid = "818917236104003$number",
    did = "911140000001",
    agentId = AGENT,
    endedAt = SHIFT_BEGINS,
    wrapUp = 30.seconds,
)

/** What the phones of the shift have in common. */
class Surroundings(
    val folder: File,
    val customer: String,
    val baseUrl: BaseUrl,
    val companyServer: String,
    val session: String,
)

/** The app on a JVM instead of a phone: what `AgentApplication` does, without Android. */
class Phone(at: Surroundings, transport: Transport, now: () -> Long) : AutoCloseable {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val http = OkHttpClient.Builder().connectionPool(ConnectionPool(0, 1, TimeUnit.SECONDS)).build()

    val app: AgentApp = AgentApp(
        folder = at.folder,
        client = DispositionClient(
            Account.withTokenSource(at.customer, CompanyTokens(http, at.companyServer) { at.session }),
            Api.POST_TOKEN,
            transport,
            at.baseUrl,
            // The app tries again by itself, and tells the agent of it.
            retry = RetryPolicy.NONE,
        ),
        scope = scope,
        disk = Dispatchers.IO.limitedParallelism(1),
        now = now,
    )

    fun wrapUp(call: EndedCall, screenScope: CoroutineScope): WrapUpViewModel = app.wrapUp(call, screenScope)

    /** The battery is out. */
    override fun close() {
        scope.cancel()
        app.close()
        http.dispatcher.executorService.shutdown()
    }
}

/** An agent with one call on the screen: taps, types, and reads out what the screen says. */
class Agent(phone: Phone, call: EndedCall, private val out: PrintStream) : AutoCloseable {
    private val scope = CoroutineScope(Job() + Dispatchers.Default)
    private val model: WrapUpViewModel = phone.wrapUp(call, scope)

    /** Waits for this screen, and reads it out. */
    suspend fun sees(screen: KClass<out Screen>) {
        val shown = withTimeout(PATIENCE) { model.screen.first(screen::isInstance) }.text()
        val lines = shown.lines.flatMap(::folded)
        out.println("    ${shown.title.padEnd(TITLE)} ${lines.first()}")
        lines.drop(1).forEach { out.println("    ${"".padEnd(TITLE)} $it") }
    }

    fun taps(action: Action) {
        out.println("  > taps \"${action.label}\"")
        model.act(action)
    }

    /** Types, and waits until the form shows it. */
    suspend fun types(what: String, change: (Draft) -> Draft) {
        out.println("  > $what")
        model.edit(change)
        val typed = model.unsent
        withTimeout(PATIENCE) { model.screen.first { it is Screen.Form && it.draft == typed } }
    }

    override fun close(): Unit = scope.cancel()

    private fun folded(line: String): List<String> = line.split(" ").fold(listOf("")) { lines, word ->
        val longer = "${lines.last()} $word".trim()
        if (longer.length <= LINE) lines.dropLast(1) + longer else lines + word
    }

    private companion object {
        const val TITLE = 18
        const val LINE = 76
        val PATIENCE = 20.seconds
    }
}

/** Holds a request until the script lets it go, so that every screen of the shift is seen, whatever the machine's speed. */
class HeldTransport(private val inner: Transport) : Transport {
    private val held = MutableStateFlow(false)

    fun hold() {
        held.value = true
    }

    fun letGo() {
        held.value = false
    }

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        held.first { !it }
        return inner.send(request, limits)
    }
}
