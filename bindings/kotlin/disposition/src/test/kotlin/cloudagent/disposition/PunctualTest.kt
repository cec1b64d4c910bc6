package cloudagent.disposition

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.coroutines.suspendCoroutine
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.Timeout

/**
 * A deadline and a cancel end a call within 50 ms of their moment, whatever the host's own code does meanwhile. A busy machine
 * is late itself: a plain sleep goes along with each call, and what it is late does not count.
 */
@Timeout(120)
internal class PunctualTest {
    /** What hangs, says by the first latch that it does, and goes on when the second one does. */
    private val hanging: Map<String, (CountDownLatch, CountDownLatch) -> DispositionClient> =
        mapOf(
            "a store that suspends" to { hangs, _ ->
                tokenClient(
                    TokenTransport(),
                    store =
                    object : TokenStore {
                        override suspend fun get(key: String): StoreEntry? {
                            hangs.countDown()
                            awaitCancellation()
                        }

                        override suspend fun putIf(key: String, version: String?, bytes: ByteArray): Boolean = true
                    },
                )
            },
            "a store that blocks" to { hangs, release ->
                val store =
                    object : TestStore() {
                        override fun get(key: String): StoreEntry? {
                            hangs.countDown()
                            release.await()
                            return null
                        }
                    }
                DispositionClient.builder(ACCOUNT, Api.POST_TOKEN).transport(TokenTransport()).tokenStore(store).build()
            },
            "a source that hears of nothing" to { hangs, _ ->
                tokenClient(
                    TokenTransport(),
                    Account.withTokenSource("acme") {
                        hangs.countDown()
                        suspendCoroutine<Token> { }
                    },
                )
            },
            "a source that blocks" to { hangs, release ->
                tokenClient(
                    TokenTransport(),
                    Account.withBlockingTokenSource("acme") {
                        hangs.countDown()
                        while (release.count > 0) runCatching { release.await() }
                        Token("late")
                    },
                )
            },
        )

    @TestFactory
    fun `a deadline is kept`(): List<DynamicTest> =
        tests { client, hangs ->
            val sleeper = lateSleep(DEADLINE_MS)
            val began = System.nanoTime()
            val error = runCatching { client.setDispositionBlocking(REQUEST, java.time.Duration.ofMillis(DEADLINE_MS)) }
            val took = millisSince(began)
            assertTrue(error.exceptionOrNull() is DispositionException.NotSent, "$error")
            assertTrue(hangs.await(10, TimeUnit.SECONDS))
            took - DEADLINE_MS - sleeper()
        }

    @TestFactory
    fun `a cancel is heard at once`(): List<DynamicTest> =
        tests { client, hangs ->
            var caught: Throwable? = null
            var took = 0.0
            runBlocking(Dispatchers.Default) {
                val call = launch { caught = thrown<CallCancelledException> { client.setDisposition(REQUEST) } }
                withContext(Dispatchers.IO) { hangs.await() }
                val sleeper = lateSleep(1)
                val began = System.nanoTime()
                call.cancel()
                call.join()
                took = millisSince(began) - sleeper()
            }
            assertTrue((caught as CallCancelledException).effect == Effect.NOT_APPLIED)
            took
        }

    /** For each that hangs: the latest of some calls is in time, in one of some rounds, for a busy machine has bad ones. */
    private fun tests(late: (DispositionClient, CountDownLatch) -> Double): List<DynamicTest> =
        hanging.map { (name, client) ->
            DynamicTest.dynamicTest(name) {
                val call = {
                    val (hangs, release) = List(2) { CountDownLatch(1) }
                    try {
                        client(hangs, release).use { late(it, hangs) }
                    } finally {
                        release.countDown()
                    }
                }
                val rounds = generateSequence { (1..CALLS).maxOf { call() } }
                val seen = mutableListOf<Double>()
                assertTrue(rounds.take(ROUNDS).onEach { seen += it }.any { it <= 50 }, "late by $seen ms")
            }
        }

    /** How late a plain sleep of this length is, that begins now. */
    private fun lateSleep(millis: Long): () -> Double {
        var late = 0.0
        val began = System.nanoTime()
        val sleeper =
            Thread {
                Thread.sleep(millis)
                late = millisSince(began) - millis
            }
        sleeper.start()
        return {
            sleeper.join()
            late
        }
    }

    private fun millisSince(began: Long): Double = (System.nanoTime() - began).toDouble() / 1e6

    private companion object {
        const val DEADLINE_MS = 20L
        const val CALLS = 10
        const val ROUNDS = 5
    }
}
