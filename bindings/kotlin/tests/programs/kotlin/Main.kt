package consumer

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.CloudAgent
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.DispositionRequest

/** Classifies a reply, sets a disposition, and is refused one: against the simulator at the given URL. */
suspend fun main(args: Array<String>) {
    val reply = CloudAgent.classify(200, """{"status":"Success","details":"Queued"}""".toByteArray())
    println("classify: ${reply.effect}, ${reply.status}, ${reply.details}")

    val account = Account.withApiKey("acme", "KKacme0123456789")
    val client = DispositionClient(account, Api.POST_API_KEY, baseUrl = BaseUrl.parse(args[0]))
    client.use {
        val request = DispositionRequest(ucid = "81891700000000002", did = "914000000001", agentId = "ravi", disposition = "Sale")
        val receipt = it.setDisposition(request)
        println("set: ${receipt.effect}, ${receipt.outcome}, attempts ${receipt.attempts.size}")
        try {
            it.setDisposition(DispositionRequest(agentId = "ravi"))
        } catch (e: DispositionException.InvalidRequest) {
            println("invalid: ${e.violations.map { violation -> violation.field }.distinct()}")
        }
    }
}
