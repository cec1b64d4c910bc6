package cloudagent.disposition.bench

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.CloudAgent
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.testing.Simulator
import com.sun.management.OperatingSystemMXBean
import java.io.IOException
import java.lang.management.ManagementFactory
import java.util.concurrent.TimeUnit
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Call
import okhttp3.Callback
import okhttp3.ConnectionPool
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response

private const val WARM_UP = 3_000
private const val ROUNDS = 7
private const val CALLS = 600
private const val NANOS_OF_A_MICRO = 1_000.0

private val BODY = """{"details": "Queued", "status": "Success"}""".toByteArray()

/** What a call costs beside OkHttp alone on the same server, and what a reply costs: process CPU, in microseconds. */
public fun main() {
    val started = ManagementFactory.getRuntimeMXBean().startTime
    val begun = System.nanoTime()
    CloudAgent.classify(200, BODY)
    val first = System.nanoTime() - begun
    val sinceStart = System.currentTimeMillis() - started
    println("the first classify: %.0f ms, %d ms after the JVM began".format(first / 1e6, sinceStart))
    println("classify: %.1f us".format(classify()))
    Simulator().use(::calls)
}

private fun classify(): Double {
    repeat(WARM_UP * 10) { CloudAgent.classify(200, BODY) }
    return cost(WARM_UP * 10) { CloudAgent.classify(200, BODY) }
}

private fun calls(simulator: Simulator) {
    val account = Account.withApiKey("acme", Simulator.KEY)
    val client = DispositionClient(account, Api.GET_V2, null, BaseUrl.parse(simulator.baseUrl))
    val request = DispositionRequest("81891700000000002", "914000000001", "ravi", "Sale")
    val ours: suspend () -> Unit = { client.setDisposition(request) }
    val http = client.buildRequest(request)
    val kept = OkHttpClient()
    val fresh = kept.newBuilder().connectionPool(ConnectionPool(0, 1, TimeUnit.SECONDS)).build()

    fun alone(okHttp: OkHttpClient): suspend () -> Unit =
        {
            val builder = Request.Builder().url(http.url)
            http.headers.forEach { builder.addHeader(it.name, it.value) }
            send(okHttp, builder.build())
        }
    val ways = listOf("setDisposition" to ours, "OkHttp, a connection a call" to alone(fresh), "OkHttp, kept" to alone(kept))
    runBlocking {
        for ((_, way) in ways) repeat(WARM_UP) { way() }
        // In turn, so that what else the machine does falls on all.
        val costs = ways.map { mutableListOf<Double>() }
        repeat(ROUNDS) {
            ways.forEachIndexed { place, (_, way) -> costs[place] += cost(CALLS) { way() } }
            simulator.reset()
        }
        val medians = costs.map { it.sorted()[ROUNDS / 2] }
        ways.forEachIndexed { place, (name, _) -> println("%s: %.0f us".format(name, medians[place])) }
        for (place in 1..2) {
            val more = costs[0].zip(costs[place]) { ours, alone -> ours - alone }.sorted()[ROUNDS / 2]
            val ratio = costs[0].zip(costs[place]) { ours, alone -> ours / alone }.sorted()[ROUNDS / 2]
            println("beside %s: %.2f times, %.0f us more".format(ways[place].first, ratio, more))
        }
    }
}

private suspend fun send(okHttp: OkHttpClient, request: Request): ByteArray =
    suspendCancellableCoroutine { waiting ->
        val call = okHttp.newCall(request)
        waiting.invokeOnCancellation { call.cancel() }
        call.enqueue(
            object : Callback {
                override fun onFailure(call: Call, e: IOException) = waiting.resumeWithException(e)

                override fun onResponse(call: Call, response: Response) = waiting.resume(response.use { it.body.bytes() })
            },
        )
    }

private inline fun cost(times: Int, block: () -> Unit): Double {
    val before = cpu()
    repeat(times) { block() }
    return (cpu() - before) / NANOS_OF_A_MICRO / times
}

private fun cpu(): Long = (ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean).processCpuTime
