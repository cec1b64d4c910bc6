package cloudagent.disposition

import cloudagent.disposition.internal.bridge.CAD_INTERFACE_HASH
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** A library that is missing, or is not ours, is a clear exception: each in a process of its own. */
internal class NativeLibraryTest {
    @TempDir
    lateinit var folder: Path

    private fun firstCall(vararg options: String) = printed(commandOf(FirstCall::class.java, *options))

    /** Both calls fail alike, and the message names platform, path and reason. */
    private fun refused(path: String, reason: Regex, vararg options: String) =
        refused(firstCall(*options), path, reason, "jna.library.path")

    private fun refused(said: List<String>, path: String, reason: Regex, remedy: String) {
        val platform = "${System.getProperty("os.name")} ${System.getProperty("os.arch")}"
        assertEquals(2, said.size, said.joinToString("\n"))
        for (line in said) {
            assertTrue(line.startsWith("cloudagent.disposition.NativeLibraryException: "), line)
            assertTrue(line.endsWith("(cause: null)"), line)
            for (part in listOf(platform, path, remedy)) assertTrue(part in line, "$part: $line")
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

    @Test
    fun `a folder that JNA can't unpack into`() {
        val nowhere = "/proc/cloudagent-disposition"
        val library = "linux-x86-64/libcloudagent_disposition_uniffi.so"
        refused(firstCall("-Djna.tmpdir=$nowhere"), library, Regex("JNA temporary directory"), "system property jna.tmpdir")
        assertEquals(List(2) { "customer=acme" }, firstCall("-Djna.tmpdir=$folder"))
    }

    @Test
    fun `a folder that nothing may be executed from`() {
        val mounting = listOf("unshare", "--mount", "sh", "-c", "mount -t tmpfs -o noexec none '$folder' && exec \"$@\"", "sh")
        val mayMount = runCatching { printed(mounting + "true") }.isSuccess
        assumeTrue(mayMount, "only root may mount a folder")
        val said = printed(mounting + commandOf(FirstCall::class.java, "-Djna.tmpdir=$folder"))
        refused(said, "linux-x86-64", Regex("failed to map segment|Operation not permitted"), "system property jna.tmpdir")
    }
}
