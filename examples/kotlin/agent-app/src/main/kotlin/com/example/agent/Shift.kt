package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.okhttp.OkHttpTransport
import java.io.File
import java.io.PrintStream
import java.nio.file.Files
import kotlin.system.exitProcess
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking

/**
 * A shift of calls, and what the agent sees of each. CloudAgent is the simulator, with the calls of
 * `examples/data/scenario.json`; the phone is a JVM, the company's server a small one of this program's.
 */
class Shift(
    private val control: SimulatorControl,
    private val server: CompanyServer,
    private val at: Surroundings,
    private val out: PrintStream,
) {
    private val transport = HeldTransport(OkHttpTransport())
    private var now = SHIFT_BEGINS
    private var phone = Phone(at, transport) { now }

    suspend fun run() {
        saved()
        queued()
        aFieldToMend()
        noNetwork()
        lostReply()
        lostRequest()
        staleToken()
        processDeath()
        late()
        phone.close()
        sum()
    }

    private suspend fun saved() = scene("A call is wrapped up", call("01")) { agent ->
        agent.sees(Screen.CallEnded::class)
        agent.taps(Action.OPEN_FORM)
        agent.sees(Screen.Form::class)
        agent.types("chooses \"Sale\" and writes a remark") {
            it.copy(disposition = "Sale", comments = "Wants the papers by post")
        }
        agent.sees(Screen.Form::class)
        agent.sends()
        agent.sees(Screen.Saved::class)
    }

    private suspend fun queued() = scene("The agent is still on the call", call("02")) { agent ->
        agent.fillsIn("Call Back")
        agent.sends()
        agent.sees(Screen.Queued::class)
    }

    private suspend fun aFieldToMend() = scene("A field is not right", call("03")) { agent ->
        agent.fillsIn("Call Back")
        agent.types("wants to be called back \"tomorrow at 3\"") { it.copy(callbackTime = "tomorrow at 3") }
        agent.sees(Screen.Form::class)
        agent.taps(Action.SEND)
        agent.sees(Screen.FixThisField::class)
        agent.taps(Action.MEND)
        agent.types("writes 2026-11-30 15:00") { it.copy(callbackTime = "2026-11-30 15:00") }
        agent.sends()
        agent.sees(Screen.Saved::class)
    }

    private suspend fun noNetwork() = scene("The phone has no network", call("04")) { agent ->
        agent.fillsIn("Interested")
        control.offline()
        agent.sends()
        agent.sees(Screen.TryAgain::class)
        control.online()
        tell("the network is back")
        agent.sends(Action.TRY_AGAIN)
        agent.sees(Screen.Saved::class)
    }

    private suspend fun lostReply() = scene("CloudAgent takes it, and the reply is lost", call("05")) { agent ->
        agent.fillsIn("Not Interested")
        control.fault("reset_after_applied")
        agent.sends()
        agent.sees(Screen.FindOutFirst::class)
        looksUp(call("05"))
        agent.taps(Action.IT_IS_THERE)
        agent.sees(Screen.Saved::class)
    }

    private suspend fun lostRequest() = scene("The connection dies before CloudAgent takes it", call("06")) { agent ->
        agent.fillsIn("No Answer")
        control.fault("close_before_applied")
        agent.sends()
        agent.sees(Screen.FindOutFirst::class)
        looksUp(call("06"))
        agent.taps(Action.IT_IS_NOT_THERE)
        agent.sees(Screen.Form::class)
        agent.sends()
        agent.sees(Screen.Saved::class)
    }

    private suspend fun staleToken() = scene("The token has expired", call("07")) { agent ->
        agent.fillsIn("Sale")
        control.expireTokens()
        agent.sends()
        agent.sees(Screen.Saved::class)
        tell("the company's server has made token number ${server.tokensMade}")
    }

    private suspend fun processDeath() {
        heading("The app dies while it sends", call("08"))
        phone.close()
        val status = dyingPhone("08")
        check(status == KILLED) { "the phone's process ended with $status" }
        tell("the process is killed, and the app is started again")
        phone = Phone(at, transport) { now }
        phone.app.outbox.resume()
        Agent(phone, call("08"), out).use { agent ->
            agent.sees(Screen.FindOutFirst::class)
            looksUp(call("08"))
            agent.taps(Action.IT_IS_THERE)
            agent.sees(Screen.Saved::class)
        }
    }

    private suspend fun late() {
        val call = call("09")
        scene("What waits is sent late", call) { agent ->
            agent.fillsIn("Sale")
            agent.types("asks for a pause, \"Lunch\"") { it.copy(pause = true, pauseReason = "Lunch") }
            control.offline()
            agent.sends()
            agent.sees(Screen.TryAgain::class)
        }
        phone.close()
        control.online()
        now += 20.minutes.inWholeMilliseconds
        tell("twenty minutes later the app is started with a network")
        phone = Phone(at, transport) { now }
        phone.app.outbox.resume()
        phone.app.journal.watch(call.ucid).first { it?.stage == Stage.SETTLED }
        Agent(phone, call, out).use { it.sees(Screen.Saved::class) }
        tell("CloudAgent has paused $AGENT: ${if (control.isPaused(AGENT)) "yes" else "no"}")
    }

    private fun sum() {
        out.println("\nWhat CloudAgent has received, and what it holds")
        for (number in 1..9) {
            val ucid = call("0$number").ucid
            val holds = control.disposition(ucid) ?: "${control.queued(ucid)} (queued)"
            out.println("    $ucid  ${control.received(ucid)} received  $holds")
        }
        out.println("Two were received where the first was surely without effect: it was looked up, or refused.")
    }

    private suspend fun scene(title: String, call: EndedCall, act: suspend (Agent) -> Unit) {
        heading(title, call)
        Agent(phone, call, out).use { act(it) }
    }

    private fun heading(title: String, call: EndedCall) = out.println("\n$title: call ${call.ucid}")

    private fun tell(what: String) = out.println("  . $what")

    private suspend fun Agent.fillsIn(disposition: String) {
        taps(Action.OPEN_FORM)
        types("chooses \"$disposition\"") { it.copy(disposition = disposition) }
    }

    private suspend fun Agent.sends(action: Action = Action.SEND) {
        transport.hold()
        taps(action)
        sees(Screen.Sending::class)
        transport.letGo()
    }

    private fun looksUp(call: EndedCall) =
        tell("CloudAgent's call details show: ${control.disposition(call.ucid) ?: "no disposition"}")

    private fun dyingPhone(number: String): Int {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val process = ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), "com.example.agent.DyingPhoneKt",
            at.folder.path, at.customer, at.baseUrl.toString(), at.companyServer, at.session, number,
        ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        process.inputStream.bufferedReader().forEachLine(out::println)
        return process.waitFor()
    }
}

/** Plays the shift: the account's key is the company's server's, and what the phone keeps goes to [folder]. */
fun play(account: Account, baseUrl: BaseUrl, control: SimulatorControl, folder: File, out: PrintStream) {
    val session = "signed-in-as-$AGENT"
    CompanyServer(account, baseUrl, setOf(session)).use { server ->
        val at = Surroundings(folder, account.customer, baseUrl, server.url, session)
        runBlocking { Shift(control, server, at, out).run() }
    }
}

/** Argument: the simulator's control address. The environment has the address, the customer and the key. */
fun main(arguments: Array<String>) {
    val account =
        Account.withApiKey(System.getenv("CLOUDAGENT_CUSTOMER"), System.getenv("CLOUDAGENT_API_KEY"))
    val baseUrl = BaseUrl.parse(System.getenv("CLOUDAGENT_BASE_URL"))
    val folder = Files.createTempDirectory("agent-app").toFile()
    play(account, baseUrl, SimulatorControl(arguments.single()), folder, System.out)
    folder.deleteRecursively()
    exitProcess(0) // threads of HTTP clients that idle would keep it for a while
}
