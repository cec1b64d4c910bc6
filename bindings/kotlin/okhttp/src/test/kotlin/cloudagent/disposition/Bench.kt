package cloudagent.disposition

import com.sun.management.OperatingSystemMXBean
import java.io.IOException
import java.lang.management.ManagementFactory
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Call
import okhttp3.Callback
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response

private const val ROUNDS = 15
private val BODY = """{"details": "Queued", "status": "Success"}""".toByteArray()
private val threads = ManagementFactory.getThreadMXBean()
private val process = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean

/**
 * What the package costs beside what a program would do without it. Each line is one measurement, as a JSON object.
 *
 * Times are of the CPU, so that what else the machine does counts little, and rounds are in turn: of this thread, or of the process
 * where other threads take part.
 */
fun main() {
    val read = Way(10_000) { json.readValue(BODY, Map::class.java) }
    report(
        "Kotlin classify, one",
        "Jackson, into a map",
        compare(Way(10_000) { CloudAgent.classify(200, BODY) }, read),
        15_000.0,
    )
    val replies = List(1_000) { HttpReply(200, BODY) }
    report(
        "Kotlin classifyAll, 1,000 replies, per item",
        "Jackson, into a map",
        compare(Way(20, 1_000) { CloudAgent.classifyAll(replies) }, read),
        1_500.0,
    )
    val account = Account.withApiKey("acme", Simulator.KEY)
    val request = DispositionRequest("81891700000000002", "914000000001", "ravi", "Sale")
    val written = Way(5_000) { request.toJson() }
    report(
        "Kotlin validate",
        "toJson, an ordinary call of UniFFI's",
        compare(Way(5_000) { CloudAgent.validate(account, request, Api.GET_V2) }, written),
    )
    report(
        "Kotlin buildRequest",
        "toJson, an ordinary call of UniFFI's",
        compare(Way(5_000) { CloudAgent.buildRequest(account, request, Api.GET_V2) }, written),
    )
    Simulator().use { report("Kotlin setDisposition", "OkHttp, a kept connection", calls(it, account, request)) }
}

private fun calls(simulator: Simulator, account: Account, request: DispositionRequest): Pair<List<Double>, List<Double>> {
    val client = DispositionClient(account, Api.GET_V2, null, BaseUrl.parse(simulator.baseUrl))
    val http = client.buildRequest(request)
    val kept = OkHttpClient()
    return compare(
        Way(600, cpu = process::getProcessCpuTime) { runBlocking { client.setDisposition(request) } },
        Way(600, cpu = process::getProcessCpuTime) {
            val builder = Request.Builder().url(http.url)
            http.headers.forEach { builder.addHeader(it.name, it.value) }
            runBlocking { send(kept, builder.build()) }
        },
    )
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

/** One way to do something, how often a round does it, and how many things one time is. */
private class Way(
    private val times: Int,
    private val each: Int = 1,
    private val cpu: () -> Long = threads::getCurrentThreadCpuTime,
    private val run: () -> Any?,
) {
    /** What one thing costs, in nanoseconds. */
    fun round(): Double {
        val before = cpu()
        repeat(times) { run() }
        return (cpu() - before) / times.toDouble() / each
    }
}

/** What each round of both took, in turn. */
private fun compare(ours: Way, peer: Way): Pair<List<Double>, List<Double>> {
    repeat(2) {
        ours.round()
        peer.round()
    }
    val rounds = List(ROUNDS) { ours.round() to peer.round() }
    return rounds.map { it.first } to rounds.map { it.second }
}

/** Prints a measurement. Without an aim it is only told. */
private fun report(work: String, beside: String, took: Pair<List<Double>, List<Double>>, atMost: Double = Double.MAX_VALUE) {
    val (ours, peer) = took
    val line =
        linkedMapOf(
            "work" to work,
            "beside" to beside,
            "ours_ns" to Math.round(quantile(ours, 0.5)),
            "peer_ns" to Math.round(quantile(peer, 0.5)),
            "ratio" to twoPlaces(quantile(ours.zip(peer) { one, other -> one / other }, 0.5)),
            "spread" to twoPlaces((quantile(ours, 0.75) - quantile(ours, 0.25)) / quantile(ours, 0.5)),
            "aim" to if (atMost == Double.MAX_VALUE) "none" else "at most ${atMost / 1_000} µs",
            "met" to (quantile(ours, 0.5) <= atMost),
        )
    println(json.writeValueAsString(line))
}

private fun quantile(values: List<Double>, part: Double): Double = values.sorted()[((values.size - 1) * part).toInt()]

private fun twoPlaces(value: Double): Double = Math.round(value * 100) / 100.0
