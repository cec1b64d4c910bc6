package cloudagent.disposition.internal

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.FailKind
import cloudagent.disposition.internal.bridge.EventData
import cloudagent.disposition.internal.bridge.Misuse
import cloudagent.disposition.internal.bridge.SettingsData
import cloudagent.disposition.internal.bridge.openEngine
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.thread
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

/** What calls share in one thread: many more of them than there are places. */
internal class ScratchTest {
    private val account = Account.withApiKey("acme", "KK")
    private val settings =
        SettingsData(account.handle, Api.GET_V2.code, BaseUrl.INDIA.toString(), "standard", 15_000u, 5_000u)

    /** Answers sends that were never handed out, which is refused by their number, and calls otherwise between. */
    private fun refused(numbers: IntRange) {
        val engine = checkNotNull(openEngine(settings).engine)
        engine.start(REQUEST.record(), null, false, 1u, 2u, 0u).call.use { call ->
            for (number in numbers) {
                val answer = EventData.Failed(number.toUInt(), FailKind.RESET.code, sent = true)
                val refusal = assertThrows(Misuse.NoSuchSend::class.java) { call.step(answer, 1u) }
                assertEquals(number.toUInt(), refusal.seq)
                comesBack("$number")
            }
        }
        engine.close()
    }

    private fun comesBack(comments: String) {
        val request = DispositionRequest("1", "2", "ravi", "Sale", comments = comments)
        assertEquals(request, DispositionRequest.fromJson(request.toJson()))
    }

    @Test
    fun `each call that fails says why, and the next is not taken for it`() = refused(100..400)

    @Test
    fun `an argument arrives whole, whatever its size`() {
        for (size in (1..200) + 100_000) comesBack("é".repeat(size))
    }

    @Test
    fun `a garbage collection takes nothing away that is in use`() {
        val isOver = AtomicBoolean()
        val collector = thread { while (!isOver.get()) System.gc() }
        try {
            refused(100..150)
        } finally {
            isOver.set(true)
            collector.join()
        }
    }

    @Test
    fun `threads don't write over each other's arguments and failures`() {
        val wrong = ConcurrentLinkedQueue<Throwable>()
        val threads =
            List(4) { number ->
                thread { runCatching { refused(number * 1_000 + 100..number * 1_000 + 400) }.onFailure(wrong::add) }
            }
        threads.forEach { it.join() }
        assertEquals(emptyList<Throwable>(), wrong.toList())
    }
}
