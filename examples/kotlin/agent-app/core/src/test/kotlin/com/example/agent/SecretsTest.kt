package com.example.agent

import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.Token
import com.example.agent.FakeCloudAgent.Companion.credential
import com.example.agent.FakeCloudAgent.Companion.fails
import com.example.agent.FakeCloudAgent.Companion.saved
import com.example.agent.FakeCloudAgent.Companion.tokenExpired
import com.example.agent.screen.Draft
import com.example.agent.screen.text
import com.example.agent.work.WorkInput
import java.io.File
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The token is in memory and on the wire, and nowhere else. */
class SecretsTest(@param:TempDir private val folder: File) {
    private val marker = "MARKERtokenMARKER"
    private val remark = "REMARKaboutacustomerREMARK"

    @Test
    fun `no token on the disk, in a job, on a screen, or in what anything prints`() = runTest {
        val inputs = ArrayList<Map<String, String>>()
        val bench = Bench(this, File(folder, "journal"), net = { inputs += it })
        bench.server.answer = { Token("$marker$it") }
        val echo: Answer = { HttpReply(200, """{"status": "${credential(it)}"}""".toByteArray()) }
        val answers = listOf(saved, tokenExpired, fails(FailKind.RESET), echo)
        val printed = StringBuilder()
        for ((number, answer) in answers.withIndex()) {
            bench.cloudAgent.answers(answer)
            val model = bench.screen(Bench.CALL.copy(ucid = "8189172361040030$number"))
            model.sendForm()
            val screen = settle(model)
            printed.append(screen).append(screen.text()).append(bench.app.journal.entries.value)
        }
        printed.append(bench.app).append(inputs)
        folder.walk().filter(File::isFile).forEach { printed.append(it.name).append(it.readText()) }
        assertTrue(printed.length > 1_000 && "81891723610400300" in printed)
        assertFalse(marker in printed, printed.toString())
        // It was there to be found.
        assertTrue(bench.cloudAgent.requests.all { marker in credential(it) })
    }

    @Test
    fun `a remark about a customer is printed nowhere, and leaves the disk with the call`() = runTest {
        val bench = Bench(this, File(folder, "journal"))
        val model = bench.screen()
        model.sendForm { it.copy(comments = remark) }
        settle(model)
        val entry = checkNotNull(bench.entry())
        assertFalse(remark in entry.toString() + entry.receipt + Draft(comments = remark))
        assertFalse(folder.walk().filter(File::isFile).any { remark in it.readText() })
        assertTrue(remark in bench.cloudAgent.requests.single().body.orEmpty())
        assertFalse(remark in WorkInput.of(entry).toString())
    }
}
