package com.example.agent.android

import android.app.Activity
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.widget.TextView
import com.example.agent.Draft
import com.example.agent.EndedCall
import com.example.agent.WrapUpViewModel
import java.util.concurrent.Executor
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** The wrap-up screen: views on one side, the view model on the other, and nothing between them. */
class WrapUpActivity : Activity() {
    /** What a rotation hands to the next activity; [typed] is from an earlier process. The main thread's alone. */
    private class Kept(val scope: CoroutineScope, val typed: Draft?) {
        var model: WrapUpViewModel? = null

        val unsent: Draft? get() = model.let { if (it == null) typed else it.unsent }
    }

    private lateinit var kept: Kept
    private lateinit var drawing: Job

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        @Suppress("DEPRECATION") // androidx' ViewModel does the same behind its own name
        kept = lastNonConfigurationInstance as Kept? ?: begin(state)
        setContentView(TextView(this).apply { text = "Loading" })
        drawing = kept.scope.launch {
            val model = model()
            val views = WrapUpViews(this@WrapUpActivity, model)
            setContentView(views.root)
            model.screen.collect(views::draw)
        }
    }

    @Deprecated("androidx' ViewModel does the same behind its own name")
    override fun onRetainNonConfigurationInstance(): Any = kept

    /** What is typed survives the process; what is handed in is in the journal. */
    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        state.putSerializable(DRAFT, kept.unsent)
    }

    override fun onDestroy() {
        drawing.cancel()
        // The sending is the application's, and goes on.
        if (!isChangingConfigurations) kept.scope.cancel()
        super.onDestroy()
    }

    @Suppress("DEPRECATION") // the other form came with Android 13
    private fun begin(state: Bundle?): Kept {
        val handler = Handler(Looper.getMainLooper())
        val main = Executor { handler.post(it) }.asCoroutineDispatcher()
        val scope = CoroutineScope(SupervisorJob() + main)
        return Kept(scope, state?.getSerializable(DRAFT) as Draft?)
    }

    private suspend fun model(): WrapUpViewModel {
        val app = (application as AgentApplication).app.await()
        return kept.model ?: app.wrapUp(call(), kept.scope, kept.typed).also { kept.model = it }
    }

    /** The telephony part of the app starts this screen with the call that ended. */
    private fun call() = EndedCall(
        ucid = intent.getStringExtra(UCID).orEmpty(),
        did = intent.getStringExtra(DID).orEmpty(),
        agentId = intent.getStringExtra(AGENT_ID).orEmpty(),
        endedAt = intent.getLongExtra(ENDED_AT, 0),
        wrapUp = intent.getIntExtra(WRAP_UP_SECONDS, 0).seconds,
    )

    companion object {
        const val UCID: String = "ucid"
        const val DID: String = "did"
        const val AGENT_ID: String = "agent_id"
        const val ENDED_AT: String = "ended_at"
        const val WRAP_UP_SECONDS: String = "wrap_up_seconds"
        private const val DRAFT = "draft"
    }
}
