package com.example.agent

import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import java.io.File
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The token is in memory and on the wire, and nowhere else. */
class SecretsTest : AppTest() {
    private val marker = "MARKERtokenMARKER"
    private val remark = "REMARKaboutacustomerREMARK"

    private fun kept() = folder.walk().filter(File::isFile).joinToString { it.name + it.readText() }

    @Test
    fun `no token on the disk, in a job, on a screen, or in what anything prints`() = runTest {
        val inputs = ArrayList<Map<String, String>>()
        val bench = Bench(this, File(folder, "journal"), net = { inputs += it }, token = marker)
        val echo: Answer = { HttpReply(200, """{"status": "${credential(it)}"}""".toByteArray()) }
        val printed = StringBuilder()
        for ((number, answer) in listOf(saved, tokenExpired, fails(FailKind.RESET), echo).withIndex()) {
            bench.cloudAgent.answers(answer)
            val model = bench.screen(call(number))
            model.sendForm()
            val screen = bench.shown(model)
            printed.append(screen).append(screen.text()).append(bench.app.journal.entries.value)
        }
        printed.append(bench.app).append(inputs).append(kept())
        assertTrue(printed.length > 1_000 && "81891723610400300" in printed)
        assertFalse(marker in printed, printed.toString())
        // It was there to be found.
        assertTrue(bench.cloudAgent.requests.all { marker in credential(it) })
    }

    @Test
    fun `a remark about a customer is printed nowhere, and leaves the disk with the call`() = app { model ->
        model.sendForm { it.copy(comments = remark) }
        shown(model)
        val entry = checkNotNull(entry())
        assertFalse(remark in "$entry ${entry.receipt} ${Draft(comments = remark)} ${WorkInput.of(entry)}")
        assertFalse(remark in kept())
        assertTrue(remark in body)
    }
}
