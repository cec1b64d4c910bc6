package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.RetryPolicy
import java.io.File
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.io.TempDir

const val STARTED = 1_764_000_000_000

val CALL = EndedCall("81891723610400301", "911140000001", "kavya", STARTED, 30.seconds)

/** Another call, by the last digit of its ucid. */
fun call(number: Int): EndedCall = CALL.copy(ucid = "8189172361040030$number")

/** A test of one process, whose CloudAgent gives these answers, and of a call's screen. */
abstract class AppTest {
    @TempDir
    lateinit var folder: File

    protected fun app(vararg answers: Answer, test: suspend Bench.(WrapUpViewModel) -> Unit) = runTest {
        val bench = Bench(this, File(folder, "journal"))
        if (answers.isNotEmpty()) bench.cloudAgent.answers(*answers)
        bench.test(bench.screen())
        bench.end()
    }
}

/** One process of the app in virtual time, over a CloudAgent that is made up, with a token that it has. */
class Bench(
    val test: TestScope,
    val folder: File,
    private val started: Long = STARTED,
    net: WorkQueue = WorkQueue {},
    token: String = "token-1",
) {
    private val dispatcher = StandardTestDispatcher(test.testScheduler)
    val cloudAgent = FakeCloudAgent()
    val scope = screenScope()
    val app = AgentApp(
        folder = folder,
        client = cloudAgent.client(Account.withToken("globex", token)),
        scope = scope,
        disk = dispatcher,
        now = { started + test.currentTime },
        net = net,
    )

    /** How many requests CloudAgent has. */
    val received: Int get() = cloudAgent.requests.size

    /** The last request's body. */
    val body: String get() = cloudAgent.requests.last().body.orEmpty()

    /** A screen in the scope of its own activity. */
    fun screen(call: EndedCall = CALL, scope: CoroutineScope = screenScope(), draft: Draft? = null) =
        app.wrapUp(call, scope, draft)

    fun screenScope() = CoroutineScope(dispatcher + SupervisorJob())

    /** What a screen shows once everything that is due now has been done. */
    fun shown(model: WrapUpViewModel): Screen {
        test.runCurrent()
        return model.screen.value
    }

    /** As [shown], of this kind. */
    inline fun <reified T : Screen> shows(model: WrapUpViewModel): T = assertInstanceOf(T::class.java, shown(model))

    fun advance(millis: Long) = test.advanceTimeBy(millis)

    fun entry(ucid: String = CALL.ucid): Entry? = app.journal[ucid]

    suspend fun doWork(job: Map<String, String>): WorkResult = app.worker.doWork(job)

    fun end() = scope.cancel()
}

/** The app's client over this CloudAgent. */
fun FakeCloudAgent.client(account: Account): DispositionClient =
    DispositionClient(account, Api.POST_TOKEN, this, retry = RetryPolicy.NONE)

/** Fills the form in and hands it in. */
fun WrapUpViewModel.sendForm(change: (Draft) -> Draft = { it }) {
    openForm()
    edit { change(it.copy(disposition = "Sale")) }
    send()
}
