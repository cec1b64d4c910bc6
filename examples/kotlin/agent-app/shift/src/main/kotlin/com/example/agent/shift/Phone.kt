package com.example.agent.shift

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.Transport
import com.example.agent.AgentApp
import com.example.agent.EndedCall
import com.example.agent.screen.WrapUpViewModel
import com.example.agent.token.HttpBroker
import java.io.File
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import okhttp3.ConnectionPool
import okhttp3.OkHttpClient

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
        customer = at.customer,
        broker = HttpBroker(http, at.companyServer) { at.session },
        client = { token ->
            DispositionClient(Account.withToken(at.customer, token), Api.POST_TOKEN, transport, at.baseUrl)
        },
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
