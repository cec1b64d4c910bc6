package cloudagent.disposition

import kotlin.concurrent.thread
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/**
 * A server's thread outlives an application that is taken out of it: what the application leaves in its thread-local variables
 * keeps all of its classes. JNA leaves a set of its own there, which the README says what to do about.
 */
internal class RedeployTest {
    @Test
    fun `nothing of ours stays in a thread`() {
        val kept = printed(commandOf(Deployed::class.java, "--add-opens=java.base/java.lang=ALL-UNNAMED"))
        assertTrue(kept.isNotEmpty(), "no variable was looked at")
        assertEquals(emptyList<String>(), kept.filter { it.startsWith("cloudagent.") || it.startsWith("kotlin") })
    }
}

/** Prints what is left in a thread that used the library, by the classes. */
internal object Deployed {
    @JvmStatic
    fun main(arguments: Array<String>) {
        thread {
            use()
            locals().forEach { println(it.javaClass.name) }
        }.join()
    }

    private fun use() {
        val queued = """{"details": "Queued", "status": "Success"}""".toByteArray()
        check(CloudAgent.classify(200, queued).effect == Effect.QUEUED)
        val client = DispositionClient(Account.withApiKey("acme", "KK"), Api.GET_V2, Transport { _, _ -> HttpReply(200, queued) })
        val request = DispositionRequest(ucid = "8189000000001", did = "914000000001", agentId = "ravi", disposition = "Sale")
        client.use { check(it.setDispositionBlocking(request).effect == Effect.QUEUED) }
    }

    private fun locals(): List<Any> {
        val map = of(Thread.currentThread(), Thread::class.java, "threadLocals")!!
        val entries = of(map, map.javaClass, "table") as Array<*>
        return entries.filterNotNull().mapNotNull { of(it, it.javaClass, "value") }
    }

    private fun of(one: Any, type: Class<*>, field: String): Any? =
        type.getDeclaredField(field).apply { isAccessible = true }.get(one)
}
