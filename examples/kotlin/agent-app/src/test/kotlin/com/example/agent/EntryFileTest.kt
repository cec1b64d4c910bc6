package com.example.agent

import cloudagent.disposition.DispositionRequest
import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What is written comes back as it was, whatever an agent or a telephone system puts in. */
class EntryFileTest : AppTest() {
    private val texts = listOf(
        "रुचि नहीं", "two\nlines\r\nand a tab\t", "back\\slash = # ! :", "  spaces  ", "😀", "\u0001",
    )

    private fun entry(ucid: String, text: String) = Entry(
        request = DispositionRequest(ucid = ucid, disposition = text, comments = text, pauseAfterDispose = true),
        wrapUpEndsAt = STARTED,
        stage = Stage.PENDING,
        remark = text,
        pauseLeftOut = true,
        triedByItself = true,
    )

    @Test
    fun `every text comes back`() {
        for ((number, text) in texts.withIndex()) {
            val written = entry("$number", text)
            Journal.open(folder, STARTED).update(written.ucid) { written }
            val read = checkNotNull(Journal.open(folder, STARTED)[written.ucid])
            assertEquals(written.request.toJson(), read.request.toJson())
            assertEquals(written.copy(request = read.request), read)
        }
    }

    @Test
    fun `a file that fails is to be found out first, and the others are read`() {
        val written = entry("1", "Sale")
        Journal.open(folder, STARTED).update("1") { written }
        assertTrue(File(folder, "call-2.properties").mkdir())
        val journal = Journal.open(folder, STARTED)
        assertEquals(Stage.SENT_UNKNOWN, journal["2"]?.stage)
        assertEquals(Stage.PENDING, journal["1"]?.stage)
    }

    @Test
    fun `no ucid leads out of the folder`() {
        for (ucid in listOf("../outside", "/outside", "a/b", "..", ".", "con:*?", "%2e", "a b")) {
            val journal = Journal.open(folder, STARTED)
            val written = entry(ucid, "Sale")
            journal.update(ucid) { written }
            assertEquals(ucid, Journal.open(folder, STARTED)[ucid]?.ucid)
        }
        assertEquals(folder.listFiles().orEmpty().size, folder.walk().count { it.isFile })
        assertTrue(folder.listFiles().orEmpty().none { it.name.endsWith(".new") })
        assertNull(folder.parentFile.listFiles().orEmpty().firstOrNull { it.name.contains("outside") })
    }
}
