package cloudagent.disposition

import com.sun.jna.Native
import com.sun.management.OperatingSystemMXBean
import java.io.IOException
import java.lang.management.ManagementFactory
import java.net.http.HttpClient
import java.net.http.HttpRequest.newBuilder
import java.net.http.HttpResponse.BodyHandlers
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.future.await
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Call
import okhttp3.Callback
import okhttp3.Dispatcher
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response

private const val TASKS = 64
private val BODY = """{"details": "Queued", "status": "Success"}""".toByteArray()
private val threads = ManagementFactory.getThreadMXBean()
private val process = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean

/**
 * What the package costs beside what a program would do without it. Each line is one measurement, as a JSON object.
 *
 * Times are of the CPU, so that what else the machine does counts little, and rounds are in turn: of this thread, or of the process
 * where other threads take part. Where many tasks go on at once, it is the clock's time.
 */
fun main() {
    rules()
    fromOneToAMillion()
    Simulator().use { calls(it) }
}

private val read = Way("Jackson, into a map", 10_000) { json.readValue(BODY, Map::class.java) }

private fun rules() {
    Native.register(Libc::class.java, "c")
    val crossing = Way("an empty call by JNA", 10_000) { Libc.getpid() }
    val rules = mapOf("group" to "rules", "clock" to "CPU")
    compare("classify, one reply", Way(10_000) { CloudAgent.classify(200, BODY) }, listOf(read), crossing, rules + ("most" to 15_000))
    val replies = List(1_000) { HttpReply(200, BODY) }
    compare(
        "classifyAll, 1,000 replies, each",
        Way(times = 20, each = 1_000) { CloudAgent.classifyAll(replies) },
        listOf(read),
        crossing,
        rules + ("most" to 1_500),
    )
    val account = Account.withApiKey("acme", Simulator.KEY)
    val request = DispositionRequest("81891700000000002", "914000000001", "ravi", "Sale")
    val written = listOf(Way("toJson, an ordinary call of UniFFI's", 5_000) { request.toJson() })
    compare("validate", Way(5_000) { CloudAgent.validate(account, request, Api.GET_V2) }, written, crossing, rules)
    compare("buildRequest", Way(5_000) { CloudAgent.buildRequest(account, request, Api.GET_V2) }, written, crossing, rules)
}

private fun fromOneToAMillion() {
    for (count in listOf(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)) {
        val replies = List(count) { HttpReply(200, BODY) }
        val times = maxOf(1, 20_000 / count)
        compare(
            "classifyAll, each",
            Way(times = times, each = count) { CloudAgent.classifyAll(replies) },
            listOf(Way(read.name, times, count) { repeat(count) { json.readValue(BODY, Map::class.java) } }),
            more = mapOf("group" to "series", "clock" to "CPU", "count" to count),
            rounds = if (count < 100_000) 9 else 3,
        )
    }
}

private fun calls(simulator: Simulator) {
    val account = Account.withApiKey("acme", Simulator.KEY)
    val request = DispositionRequest("81891700000000002", "914000000001", "ravi", "Sale")
    val client = DispositionClient(account, Api.GET_V2, null, BaseUrl.parse(simulator.baseUrl))
    val built = client.buildRequest(request)
    val okHttp = OkHttpClient.Builder().dispatcher(Dispatcher().apply { maxRequestsPerHost = TASKS }).build()
    val javas = HttpClient.newHttpClient()
    val ours: Send = { client.setDisposition(request) }
    val peers =
        mapOf<String, Send>(
            "OkHttp, a kept connection" to {
                val builder = Request.Builder().url(built.url)
                built.headers.forEach { builder.addHeader(it.name, it.value) }
                send(okHttp, builder.build())
            },
            "java.net.http, a kept connection" to {
                val builder = newBuilder(java.net.URI(built.url))
                built.headers.forEach { builder.header(it.name, it.value) }
                javas.sendAsync(builder.build(), BodyHandlers.ofByteArray()).await().body()
            },
        )
    val atOnce = DispositionClient(account, Api.GET_V2, { _, _ -> HttpReply(200, BODY) }, BaseUrl.parse(simulator.baseUrl))
    compare(
        "one call, kept connection",
        alone("", ours),
        peers.map { (name, send) -> alone(name, send) },
        alone("the same call over a transport that answers at once, to which OkHttp's own comes") { atOnce.setDisposition(request) },
        more = mapOf("group" to "calls", "clock" to "CPU", "most_ratio" to mapOf("OkHttp, a kept connection" to 1.8)),
        warm = 15,
    )
    compare(
        "$TASKS tasks over one client, each call",
        atOnce("", ours),
        peers.map { (name, send) -> atOnce(name, send) },
        more = mapOf("group" to "parallel", "clock" to "wall"),
        rounds = 5,
    )
}

private typealias Send = suspend () -> Any?

private fun alone(name: String, send: Send) = Way(name, 600, now = process::getProcessCpuTime) { runBlocking { send() } }

private fun atOnce(name: String, send: Send) =
    Way(name, 1, TASKS * 20, System::nanoTime) {
        runBlocking(Dispatchers.Default) { List(TASKS) { launch { repeat(20) { send() } } }.joinAll() }
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

private object Libc {
    @JvmStatic
    external fun getpid(): Int
}

/** One way to do something, how often a round does it, and how many things one time is. */
private class Way(
    val name: String,
    private val times: Int,
    private val each: Int = 1,
    private val now: () -> Long = threads::getCurrentThreadCpuTime,
    private val run: () -> Any?,
) {
    /** This package's way. */
    constructor(times: Int, each: Int = 1, run: () -> Any?) : this("", times, each, run = run)

    /** What one thing costs, in nanoseconds. */
    fun round(): Double {
        val before = now()
        repeat(times) { run() }
        return (now() - before) / times.toDouble() / each
    }
}

/**
 * Measures all in turn and prints a row for each peer. The first rounds warm up: a call has much code, and the JVM's compilers take
 * time of the process while they are at it. The floor is what nobody gets below.
 */
private fun compare(
    work: String,
    ours: Way,
    peers: List<Way>,
    floor: Way? = null,
    more: Map<String, Any> = emptyMap(),
    rounds: Int = 15,
    warm: Int = 2,
) {
    val ways = listOfNotNull(ours, *peers.toTypedArray(), floor)
    val took = List(rounds + warm) { ways.associateWith { it.round() } }.drop(warm)
    fun of(way: Way) = took.map { it.getValue(way) }
    for (peer in peers) {
        val ratios = took.map { it.getValue(ours) / it.getValue(peer) }
        val row = linkedMapOf<String, Any>("work" to work, "ours" to quantile(of(ours), 0.5))
        row += mapOf("beside" to peer.name, "peer" to quantile(of(peer), 0.5), "ratio" to quantile(ratios, 0.5))
        row["spread"] = (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / 2 / quantile(ratios, 0.5)
        if (floor != null) row["floor"] = mapOf("what" to floor.name, "takes" to quantile(of(floor), 0.5))
        row += more - "most_ratio"
        (more["most_ratio"] as? Map<*, *>)?.get(peer.name)?.let { row["most_ratio"] = it }
        println(json.writeValueAsString(row.mapValues { (_, value) -> if (value is Double) rounded(value) else value }))
    }
}

private fun quantile(values: List<Double>, part: Double): Double = values.sorted()[((values.size - 1) * part).toInt()]

private fun rounded(value: Double): Double = Math.round(value * 1_000) / 1_000.0
