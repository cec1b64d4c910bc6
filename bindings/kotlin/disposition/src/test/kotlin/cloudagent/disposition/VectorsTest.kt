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
}
