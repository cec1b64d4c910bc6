package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.BaseUrl
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

private const val KEY = "KKglobex9876543210"

/** The whole shift, against the simulator. `CAD_UPDATE_DOCS=1` writes what it prints anew. */
class ShiftTest(@param:TempDir private val folder: File) {
    @Test
    fun `the shift prints what its page shows, sends nothing blindly, and keeps its credentials to itself`() {
        Simulator().use { simulator ->
            val account = Account.withApiKey("globex", KEY)
            val bytes = ByteArrayOutputStream()
            play(account, BaseUrl.parse(simulator.baseUrl), simulator.control, folder, PrintStream(bytes, true))
            val printed = bytes.toString("UTF-8")

            val expected = data("shift.expected.txt")
            if (System.getenv("CAD_UPDATE_DOCS") != null) expected.writeText(printed)
            assertEquals(expected.readText(), printed)

            val received = (1..9).map { simulator.control.received(call("0$it").ucid) }
            assertEquals(listOf(1, 1, 1, 1, 1, 2, 2, 1, 1), received)

            val credentials = simulator.credentials()
            assertTrue(KEY in credentials && credentials.size == 3, "the key and two tokens were on the wire")
            val kept = folder.walk().filter(File::isFile).toList()
            assertEquals(9, kept.size)
            for (text in kept.map(File::readText) + printed) {
                for (secret in credentials) assertFalse(secret in text, text)
            }
            // Only the company's server has ever shown the key.
            val withKey = simulator.requests().filter { KEY in it["headers"].toString() }
            assertTrue(withKey.all { "generateToken" in it["target"].textValue() })
        }
    }
}
