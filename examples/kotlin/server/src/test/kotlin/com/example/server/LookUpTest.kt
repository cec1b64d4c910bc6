package com.example.server

import cloudagent.disposition.Effect
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

private const val KEY = "KKacme0123456789"

/** The program that looks up, as a program. */
class LookUpTest {
    private val simulator = Simulator("--scenario", example("data/scenario.json").path)

    /** The lines that it and its JVM print where this befalls its request. */
    private fun printed(fault: String): List<String> =
        simulator.use {
            it.control("fault", "fault" to fault, "count" to 1)
            val java = "${System.getProperty("java.home")}/bin/java"
            val program = ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), "com.example.server.LookUpKt")
            program.environment() +=
                mapOf("CLOUDAGENT_BASE_URL" to it.baseUrl, "CLOUDAGENT_CUSTOMER" to "acme", "CLOUDAGENT_API_KEY" to KEY)
            val process = program.redirectErrorStream(true).start()
            val lines = process.inputStream.bufferedReader().readLines()
            assertEquals(0, process.waitFor(), lines.joinToString("\n"))
            assertTrue(lines.none { line -> KEY in line }, "the key is printed")
            lines
        }

    private fun effects(fault: String): List<Effect> =
        printed(fault).mapNotNull { line -> Effect.entries.find { line.startsWith("$it: ") } }

    @Test
    fun `a call whose reply was lost after it was applied ends applied`() {
        assertEquals(listOf(Effect.UNKNOWN, Effect.APPLIED), effects("reset_after_applied"))
    }

    @Test
    fun `one that was lost before it was applied stays unknown`() {
        assertEquals(listOf(Effect.UNKNOWN, Effect.UNKNOWN), effects("reset_before_applied"))
    }

    @Test
    fun `one whose reply came is not looked up`() {
        assertEquals(listOf(Effect.APPLIED), effects("none"))
    }
}
