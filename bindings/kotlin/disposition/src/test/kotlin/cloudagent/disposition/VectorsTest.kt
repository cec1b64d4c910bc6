package cloudagent.disposition

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.io.TempDir

/** The runner of the shared vectors can fail. `tasks vectors` runs it. */
internal class VectorsTest {
    @TestFactory
    fun `a runner fails on what does not hold`(): List<DynamicTest> =
        listOf(
            "urls" to """{"base_url": "https://example.com", "expect": {"kept_as": "https://example.org"}}""",
            "urls" to """{"base_url": "https://example.com", "expect": {"kept_as": "https://example.com"}, "more": 1}""",
            "urls" to """{"base_url": "https://example.com", "expect": {"problem": "invalid"}}""",
            "urls" to """{"base_url": "http://example.com", "expect": {"problem": "invalid"}}""",
            "classify" to """{"http_status": 200, "body": "", "expect": {"outcome": "saved"}}""",
            "classify" to """{"kind": "other", "http_status": 200, "body": "", "expect": {"outcome": "unrecognised"}}""",
            "classify" to """{"kind": "token", "http_status": 200, "body": "", "expect": {"token": "TT"}}""",
            "classify" to """{"kind": "list", "http_status": 200, "body": "", "expect": {"dispositions": []}}""",
            "classify" to """{"http_status": 200, "body": "", "body_base64": "", "expect": {"outcome": "unrecognised"}}""",
            "validate" to """{"api": "get_v2", "account": {}, "request": {}, "expect": []}""",
            "validate" to """{"api": "get_v2", "account": {}, "request": {"surprise": ""}, "expect": []}""",
            "wire" to """{"kind": "token", "account": {"customer": "acme"}, "expect": {"url": "x"}}""",
            "environment" to """{"variables": {}, "expect": {"violations": []}}""",
            "receipts" to """{"json": "", "expect": {"json": ""}}""",
            "receipts" to """{"form": "request", "json": "{}", "expect": {"unreadable": true}}""",
            "receipts" to """{"form": "request", "json": "{}", "expect": {"json": "{}", "effect": "applied"}}""",
            "records" to """{"kind": "day", "unix_seconds": 1795977000, "utc_offset_minutes": 330, "expect": {"day": "2026-11-29"}}""",
            "records" to """{"kind": "records", "http_status": 200, "body": "", "expect": {"records": []}}""",
            "records" to """{"kind": "callback", "body": "data={}", "expect": {"customer": "acme"}}""",
            "records" to """{"kind": "other", "expect": {}}""",
            "params" to
                """{"api": "get_v2", "params": [], "expect": {"customer": null, "api_key": null, "request": {}, "violations": []}}""",
            "engine" to traced("""[0, $START, $SENT_LATE]"""),
            "engine" to
                traced("""[0, $START, $SENT], [5, {"event": "reply", "seq": 2, "status": 200, "body": ""}, $WAITS]"""),
            "engine" to traced("""[0, $START, $SENT], [5, {"event": "timer", "played_by": "driver"}, $WAITS]"""),
            "engine" to traced("""[0, $LOOK_UP, {"step": "settled", "settlements": []}]"""),
            "engine" to traced("""[0, {"event": "close"}, null], [0, $START, $SENT]"""),
        ).map { (name, broken) ->
            DynamicTest.dynamicTest("$name: $broken") {
                val case = MAPPER.readTree("""{"id": "x", "source": "spec", ${broken.drop(1)}""")
                assertThrows(AssertionError::class.java) { RUNNERS.getValue(name)(case) }
            }
        }

    @TestFactory
    fun `a file of another form fails`(@TempDir folder: Path): List<DynamicTest> =
        listOf(
            Triple("news", """{"format": 1, "cases": [{"id": "x", "source": "spec"}]}""", "no runner"),
            Triple("urls", """{"format": 2, "cases": [{"id": "x", "source": "spec"}]}""", "a format"),
            Triple("urls", """{"format": 1, "cases": []}""", "no cases"),
            Triple("urls", """{"format": 1, "cases": [{"id": "x", "source": "a"}, {"id": "x", "source": "a"}]}""", "stands twice"),
            Triple("urls", """{"format": 1, "cases": [{"id": "x"}]}""", "names no source"),
            Triple("urls", """{"format": 1, "cases": [{"id": "x", "source": "spec"}], "more": 1}""", "unknown keys"),
        ).map { (name, file, says) ->
            DynamicTest.dynamicTest(says) {
                val alone = Files.createTempDirectory(folder, "vectors")
                Files.writeString(alone.resolve("$name.json"), file)
                val error = assertThrows(AssertionError::class.java) { runVectors(alone, PrintStream(ByteArrayOutputStream())) }
                assertTrue(says in error.message!!, error.message)
            }
        }

    @Test
    fun `a folder without vectors fails`(@TempDir folder: Path) {
        assertThrows(AssertionError::class.java) { files(folder) }
    }

    @Test
    fun `the runner counts, and tells failures`(@TempDir folder: Path) {
        fun case(id: String, keptAs: String) =
            """{"id": "$id", "source": "spec", "base_url": "https://example.com/", "expect": {"kept_as": "$keptAs"}}"""
        val cases = listOf(case("good", "https://example.com"), case("bad", "https://example.com/"))
        Files.writeString(folder.resolve("urls.json"), """{"format": 1, "cases": $cases}""")
        val said = ByteArrayOutputStream()
        assertEquals(1, runVectors(folder, PrintStream(said)))
        assertTrue("vectors kotlin: 2 cases in 1 files" in said.toString(), said.toString())
        assertTrue("urls: bad" in said.toString(), said.toString())
    }

    private companion object {
        const val REQUEST = """{"ucid": "8189000000001", "did": "914000000001", "agent_id": "ravi", "disposition": "Sale"}"""
        const val START = """{"event": "start", "request": $REQUEST}"""
        const val LOOK_UP = """{"event": "start_look_up", "request": $REQUEST, "day": "2026-11-30", "wall": 1796020000000}"""
        const val SENT = """{"step": "send", "seq": 1, "connect_by": 5000, "until": 15000}"""
        const val WAITS = """{"step": "wait", "until": 15000}"""
        const val SENT_LATE = """{"step": "send", "seq": 1, "connect_by": 5001, "until": 15000}"""

        fun traced(lines: String): String {
            val settings = """{"api": "get_v2", "customer": "acme", "api_key": "KK-marker-1"}"""
            return """{"settings": $settings, "seed": "0123456789abcdef0123456789abcdef", "trace": [$lines]}"""
        }
    }
}
