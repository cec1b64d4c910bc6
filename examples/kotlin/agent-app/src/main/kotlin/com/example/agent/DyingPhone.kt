package com.example.agent

import cloudagent.disposition.BaseUrl
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.Transport
import cloudagent.disposition.okhttp.OkHttpTransport
import java.io.File
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.runBlocking

/** The exit status of a process that was killed. */
const val KILLED: Int = 137

/** The process ends between the vendor's reply and the app's taking note of it: nobody has been told. */
private class DyingTransport(private val inner: Transport) : Transport {
    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        inner.send(request, limits)
        Runtime.getRuntime().halt(KILLED)
        awaitCancellation()
    }
}

/** A phone of its own process, which is killed in the middle: folder, customer, CloudAgent, company's server, session, call. */
fun main(arguments: Array<String>): Unit = runBlocking {
    val (folder, customer, baseUrl, companyServer, session) = arguments
    val at = Surroundings(File(folder), customer, BaseUrl.parse(baseUrl), companyServer, session)
    val phone = Phone(at, DyingTransport(OkHttpTransport())) { SHIFT_BEGINS }
    val agent = Agent(phone, call(arguments[5]), System.out)
    agent.sees(Screen.CallEnded::class)
    agent.taps(Action.OPEN_FORM)
    agent.types("chooses \"Sale\"") { it.copy(disposition = "Sale") }
    agent.taps(Action.SEND)
    awaitCancellation()
}
