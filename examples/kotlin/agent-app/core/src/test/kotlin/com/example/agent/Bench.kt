package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.Token
import com.example.agent.outbox.Entry
import com.example.agent.screen.Draft
import com.example.agent.screen.Screen
import com.example.agent.screen.WrapUpViewModel
import com.example.agent.token.Broker
import com.example.agent.work.WorkQueue
import java.io.File
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent

const val STARTED = 1_764_000_000_000

/** One process of the app in virtual time, over CloudAgent and a company's server that are made up. */
class Bench(
    private val test: TestScope,
    val folder: File,
    val cloudAgent: FakeCloudAgent = FakeCloudAgent().apply { answers(FakeCloudAgent.saved) },
    val server: FakeBroker = FakeBroker(),
    private val started: Long = STARTED,
    net: WorkQueue = WorkQueue {},
) {
    private val dispatcher = StandardTestDispatcher(test.testScheduler)
    val scope = CoroutineScope(dispatcher + SupervisorJob())
    val app = AgentApp(
        folder = folder,
        customer = "globex",
        broker = server,
        client = { DispositionClient(Account.withToken("globex", it), Api.POST_TOKEN, cloudAgent, BaseUrl.INDIA) },
        scope = scope,
        disk = dispatcher,
        now = ::now,
        net = net,
    )

    fun now(): Long = started + test.currentTime

    /** A screen in the scope of its own activity. */
    fun screen(call: EndedCall = CALL, scope: CoroutineScope = screenScope(), draft: Draft? = null) =
        app.wrapUp(call, scope, draft)

    fun screenScope() = CoroutineScope(dispatcher + SupervisorJob())

    /** What the disk of this process would be, were it killed now. */
    fun diskNow(to: File): File = folder.also { it.copyRecursively(to) }.let { to }

    fun entry(ucid: String = CALL.ucid): Entry? = app.journal[ucid]

    fun end() = scope.cancel()

    companion object {
        val CALL = EndedCall("81891723610400301", "911140000001", "kavya", STARTED, 30.seconds)
    }
}

/** Hands out `token-1`, `token-2` and so on, as the company's server does. */
class FakeBroker : Broker {
    val asked = ArrayList<String?>()
    var answer: suspend (Int) -> Token = { Token("token-$it") }

    override suspend fun token(refused: Token?): Token {
        asked += refused?.expose()
        return answer(asked.size)
    }
}

/** Everything that is due now has been done. */
fun TestScope.settle(model: WrapUpViewModel): Screen {
    runCurrent()
    return model.screen.value
}

/** Fills the form in and hands it in. */
fun WrapUpViewModel.sendForm(change: (Draft) -> Draft = { it }) {
    openForm()
    edit { change(it.copy(disposition = "Sale")) }
    send()
}
