package cloudagent.disposition

import cloudagent.disposition.internal.bridge.CAD_INTERFACE_HASH
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.Paths
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** A library that is missing, or is not ours, is a clear exception: each in a process of its own. */
internal class NativeLibraryTest {
    @TempDir
    lateinit var folder: Path

    /** What [FirstCall] prints. */
    private fun firstCall(vararg options: String): List<String> {
        val java = Paths.get(System.getProperty("java.home"), "bin", "java").toString()
        val command = listOf(java, *options, "-cp", System.getProperty("java.class.path"), FirstCall::class.java.name)
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        process.outputStream.close()
        val said = process.inputStream.bufferedReader().readLines()
        assertEquals(0, process.waitFor(), said.joinToString("\n"))
        return said
    }

    private fun override(library: String) = "-Duniffi.component.cloudagent_disposition_uniffi.libraryOverride=$library"

    /** Both calls fail alike, and the message names platform, path and reason. */
    private fun refused(path: String, reason: Regex, vararg options: String) {
        val said = firstCall(*options)
        val platform = "${System.getProperty("os.name")} ${System.getProperty("os.arch")}"
        assertEquals(2, said.size, said.joinToString("\n"))
        for (line in said) {
            assertTrue(line.startsWith("cloudagent.disposition.NativeLibraryException: "), line)
            assertTrue(line.endsWith("(cause: null)"), line)
            for (part in listOf(platform, path, "jna.library.path")) assertTrue(part in line, "$part: $line")
            assertTrue(reason.containsMatchIn(line), line)
        }
    }

    @Test
    fun `it is found without settings`() = assertEquals(List(2) { "customer=acme" }, firstCall())

    @Test
    fun `a missing library`() {
        val missing = folder.resolve("libmissing.so").toString()
        refused(missing, Regex("UnsatisfiedLinkError: .*libmissing.*No such file"), override(missing))
        refused("missing", Regex("UnsatisfiedLinkError: .*missing"), override("missing"))
    }

    @Test
    fun `a library that is none of ours`() = refused("Looked for: c. Reason:", Regex("UnsatisfiedLinkError: .*uniffi"), override("c"))

    @Test
    fun `a file that is no library`() {
        val file = Files.writeString(folder.resolve("libtext.so"), "no library")
        refused(file.toString(), Regex("UnsatisfiedLinkError: .*(too short|invalid ELF)"), override(file.toString()))
    }

    @Test
    fun `another build's library`() {
        val ours = javaClass.getResourceAsStream("/linux-x86-64/libcloudagent_disposition_uniffi.so")!!.use { it.readBytes() }
        val other = "0".repeat(CAD_INTERFACE_HASH.length)
        val changed = String(ours, Charsets.ISO_8859_1).replace("-interface:$CAD_INTERFACE_HASH", "-interface:$other")
        val file = Files.write(folder.resolve("libother.so"), changed.toByteArray(Charsets.ISO_8859_1))
        refused(file.toString(), Regex("another build's \\($other, not $CAD_INTERFACE_HASH\\)"), override(file.toString()))
    }
}
