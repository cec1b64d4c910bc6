package com.example.agent

import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** When jobs run, in virtual time. */
class AppScopeQueueTest {
    private val input = mapOf(WorkInput.UCID to "81891723610400301")
    private val runs = ArrayList<Long>()

    private fun TestScope.queue(result: (Int) -> WorkResult) = AppScopeQueue(backgroundScope, { _ ->
        runs += currentTime / 1_000
        result(runs.size)
    })

    private fun TestScope.aDay() = advanceTimeBy(86_400.seconds)

    @Test
    fun `a job that is done, or needs a person, runs once`() = runTest {
        queue { WorkResult.Success }.enqueue(input)
        queue { WorkResult.Failure }.enqueue(input)
        aDay()
        assertEquals(listOf(0L, 0L), runs)
    }

    @Test
    fun `tries come ever later, and end`() = runTest {
        queue { WorkResult.Retry(after = null) }.enqueue(input)
        aDay()
        assertEquals(listOf(0L, 30L, 90L, 210L), runs)
    }

    @Test
    fun `a time that the vendor names is kept`() = runTest {
        queue { if (it == 1) WorkResult.Retry(45.seconds) else WorkResult.Success }.enqueue(input)
        aDay()
        assertEquals(listOf(0L, 45L), runs)
    }

    @Test
    fun `a job that only waits makes way for the same call's next one`() = runTest {
        val queue = queue { if (it == 1) WorkResult.Retry(after = null) else WorkResult.Success }
        queue.enqueue(input)
        advanceTimeBy(10.seconds)
        queue.enqueue(input)
        aDay()
        assertEquals(listOf(0L, 10L), runs)
    }

    @Test
    fun `a job that works is not disturbed by the next one, nor are other calls`() = runTest {
        var cancelled = 0
        val queue = AppScopeQueue(backgroundScope, {
            runs += currentTime
            try {
                awaitCancellation()
            } finally {
                cancelled++
            }
        })
        queue.enqueue(input)
        queue.enqueue(input)
        queue.enqueue(mapOf(WorkInput.UCID to "81891723610400302"))
        runCurrent()
        assertEquals(3 to 0, runs.size to cancelled)
    }
}
