package com.example.agent.android

import android.app.Application
import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.RetryPolicy
import com.example.agent.AgentApp
import com.example.agent.CompanyTokens
import java.io.File
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.launch
import okhttp3.OkHttpClient

/** Holds what outlives every screen. The company's own settings stand at the end. */
open class AgentApplication : Application() {
    val scope: CoroutineScope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** What outlives every screen. Making it reads the disk and loads the native library: not on the main thread. */
    val app: Deferred<AgentApp> = scope.async(start = CoroutineStart.LAZY) { make() }

    override fun onCreate() {
        super.onCreate()
        scope.launch { app.await().outbox.resume() }
    }

    private fun make() = AgentApp(
        folder = File(noBackupFilesDir, "dispositions"),
        client = DispositionClient(
            Account.withTokenSource(CUSTOMER, CompanyTokens(OkHttpClient(), TOKENS_URL, ::session)),
            Api.POST_TOKEN,
            retry = RetryPolicy.NONE,
        ),
        scope = scope,
        disk = Dispatchers.IO.limitedParallelism(1),
        now = System::currentTimeMillis,
        net = JobQueue(this),
    )

    /** How this agent is signed in at the company's server; the app's sign-in has it. */
    protected open fun session(): String = ""

    private companion object {
        const val CUSTOMER = "globex"
        const val TOKENS_URL = "https://agents.globex.example/cloudagent-token"
    }
}
