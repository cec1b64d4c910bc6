package consumer

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.CloudAgent
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.Limits
import cloudagent.disposition.NotSentKind
import cloudagent.disposition.Receipt
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.Transport
import cloudagent.disposition.ValidationMode
import kotlin.time.Duration.Companion.seconds

/** Calls everything that may get a parameter more, in each form that a compiler makes another call of. */
suspend fun main() {
    val queued = """{"status":"Queued"}""".toByteArray()
    val requests =
        listOf(
            DispositionRequest(),
            DispositionRequest(ucid = "8189000000001", did = "914000000001", agentId = "ravi", disposition = "Sale"),
            DispositionRequest("1", "2", "ravi", "Sale", "…", null, null, "2026-11-22 09:30", "Asia/Kolkata", false),
        )
    println(requests)
    println(listOf(HttpReply(200, queued), HttpReply(503, queued, "7")))
    println(listOf(HttpReply(503, queued, "7", "x"), HttpReply(503, queued, date = "x")))
    println(Limits(1, 2, 3))

    val account = Account.withApiKey("acme", "KKacme0123456789")
    println(CloudAgent.classify(200, queued).outcome)
    println(CloudAgent.classify(503, queued, date = "x", api = Api.GET_V2).outcome)
    println(CloudAgent.classifyToken(200, queued, retryAfter = "7"))
    println(CloudAgent.classifyList(200, queued, api = Api.GET_V2))
    println(CloudAgent.validate(account, requests[1], Api.GET_V2))
    println(CloudAgent.buildRequest(account, requests[1], Api.GET_V2, baseUrl = BaseUrl.INTERNATIONAL))
    println(CloudAgent.buildTokenRequest(account))
    println(CloudAgent.buildListRequest(account, "1001", Api.POST_API_KEY))

    val answering = Transport { _, _ -> HttpReply(status = 200, body = queued) }
    DispositionClient(account, Api.GET_V2, answering, deadline = 5.seconds).use {
        println(it.setDisposition(requests[1]).outcome)
        println(it.setDisposition(requests[1], deadline = 2.seconds).outcome)
        println(it.setDispositionBlocking(requests[1]).outcome)
    }
    val settings = listOf(BaseUrl.INDIA to ValidationMode.STANDARD, BaseUrl.INTERNATIONAL to ValidationMode.STRICT)
    for ((host, mode) in settings) {
        println(DispositionClient(account, Api.GET_V2, answering, host, 5.seconds, 1.seconds, mode))
    }
    val receipt = Receipt.fromJson(DispositionClient(account, Api.GET_V2, answering).use { it.setDisposition(requests[1]) }.toJson())
    println(DispositionException.NotSent(receipt, NotSentKind.TLS).message)
    println(SendFailedException(FailKind.TLS).message)
}
