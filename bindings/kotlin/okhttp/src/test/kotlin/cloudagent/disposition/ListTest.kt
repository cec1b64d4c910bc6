package cloudagent.disposition

import cloudagent.disposition.okhttp.OkHttpTransport
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

// README begins
private suspend fun dispositions(baseUrl: BaseUrl): List<String> {
    val ask = CloudAgent.buildListRequest(account, campaign = "1001", Api.POST_API_KEY, baseUrl)
    val limits = Limits(connectMillis = 5_000, totalMillis = 15_000, bodyBytes = 65_536)
    val reply = OkHttpTransport().send(ask, limits) // or any HTTP stack: once, as it is
    return when (val read = CloudAgent.classifyList(reply.status, reply.body, api = Api.POST_API_KEY)) {
        is ListResult.Dispositions -> read.list
        is ListResult.Other -> error(read.reply.hint)
    }
}
// README ends

/** What a client does not ask for by itself: the README's lines, against the simulator. */
class ListTest : SimulatorTest() {
    @Test
    fun `a campaign's dispositions are asked for and read`() {
        assertEquals(listOf("Sale", "No Answer", "Call Back"), runBlocking { dispositions(BaseUrl.parse(simulator.baseUrl)) })
    }
}
