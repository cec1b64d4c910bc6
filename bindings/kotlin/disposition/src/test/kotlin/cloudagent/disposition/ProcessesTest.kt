package cloudagent.disposition

import cloudagent.disposition.internal.bridge.CAD_INTERFACE_HASH
import cloudagent.disposition.support.repository
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import kotlin.concurrent.thread
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** What has to be seen from outside of a process: a library that is missing or is not ours, a panic, what is left behind. */
internal class ProcessesTest {
    @TempDir
    lateinit var folder: Path

    private fun firstCall(vararg options: String) = printed(commandOf(FirstCall::class.java, *options))

    /** Both calls fail alike, and the message names platform, path, reason and remedy. */
    private fun refused(said: List<String>, path: String, reason: Regex, remedy: String = "jna.library.path") {
        val platform = "${System.getProperty("os.name")} ${System.getProperty("os.arch")}"
        assertEquals(2, said.size, said.joinToString("\n"))
        for (line in said) {
            assertTrue(line.startsWith("cloudagent.disposition.NativeLibraryException: "), line)
            assertTrue(line.endsWith("(cause: null)"), line)
            for (part in listOf(platform, path, remedy)) assertTrue(part in line, "$part: $line")
            assertTrue(reason.containsMatchIn(line), line)
        }
    }

    private fun refused(library: String, reason: Regex) = refused(firstCall(override(library)), library, reason)

    @Test
    fun `a library that is missing, none of ours, or none at all`() {
        refused(folder.resolve("libmissing.so").toString(), Regex("UnsatisfiedLinkError: .*libmissing.*No such file"))
        refused("missing", Regex("UnsatisfiedLinkError: .*missing"))
        refused("c", Regex("Looked for: c. Reason: UnsatisfiedLinkError: .*uniffi"))
        val file = Files.writeString(folder.resolve("libtext.so"), "no library")
        refused(file.toString(), Regex("UnsatisfiedLinkError: .*(too short|invalid ELF)"))
    }

    @Test
    fun `another build's library`() {
        val ours = javaClass.getResourceAsStream("/linux-x86-64/libcloudagent_disposition_uniffi.so")!!.use { it.readBytes() }
        val other = "0".repeat(CAD_INTERFACE_HASH.length)
        val changed = String(ours, Charsets.ISO_8859_1).replace("-interface:$CAD_INTERFACE_HASH", "-interface:$other")
        val file = Files.write(folder.resolve("libother.so"), changed.toByteArray(Charsets.ISO_8859_1))
        refused(file.toString(), Regex("another build's \\($other, not $CAD_INTERFACE_HASH\\)"))
    }

    @Test
    fun `a folder that JNA can't unpack into`() {
        val library = "linux-x86-64/libcloudagent_disposition_uniffi.so"
        val said = firstCall("-Djna.tmpdir=/proc/cloudagent-disposition")
        refused(said, library, Regex("JNA temporary directory"), "system property jna.tmpdir")
        assertEquals(List(2) { "customer=acme" }, firstCall("-Djna.tmpdir=$folder"))
    }

    @Test
    fun `a folder that nothing may be executed from`() {
        val mounting = listOf("unshare", "--mount", "sh", "-c", "mount -t tmpfs -o noexec none '$folder' && exec \"$@\"", "sh")
        assumeTrue(runCatching { printed(mounting + "true") }.isSuccess, "only root may mount a folder")
        val said = printed(mounting + commandOf(FirstCall::class.java, "-Djna.tmpdir=$folder"))
        refused(said, "linux-x86-64", Regex("failed to map segment|Operation not permitted"), "system property jna.tmpdir")
    }

    @Test
    fun `each function that panics throws an internal error, and the process goes on`() {
        val library = System.getenv("CAD_PLANTED") ?: File(repository(), "target/debug/libcloudagent_disposition_uniffi.so").path
        val said = printed(commandOf(PlantedPanics::class.java, override(library)))
        assertEquals(PlantedPanics.calls.size + 1, said.size, said.joinToString("\n"))
        for ((line, name) in said.zip(PlantedPanics.calls.keys)) {
            val effect = if (name == "a reply") Effect.UNKNOWN else Effect.NOT_APPLIED
            assertEquals("$name: ${InternalErrorException(effect)}", line)
        }
        assertTrue(said.last().startsWith("afterwards: queued"), said.last())
    }

    /**
     * A server's thread outlives an application that is taken out of it, and what the application leaves in its thread-local
     * variables keeps all of its classes. JNA leaves a set of its own there, which the README says what to do about.
     */
    @Test
    fun `nothing of ours stays in a thread`() {
        val kept = printed(commandOf(Deployed::class.java, "--add-opens=java.base/java.lang=ALL-UNNAMED"))
        assertTrue(kept.isNotEmpty(), "no variable was looked at")
        assertEquals(emptyList<String>(), kept.filter { it.startsWith("cloudagent.") || it.startsWith("kotlin") })
    }
}

/** The first call of a process: prints what it throws, the second one too. */
internal object FirstCall {
    @JvmStatic
    fun main(arguments: Array<String>) {
        // Neither needs the library.
        check(DispositionRequest(ucid = "1").toString().isNotEmpty() && BaseUrl.INDIA.toString().isNotEmpty())
        repeat(2) {
            try {
                println("customer=${Account.withoutCredential("acme").customer}")
            } catch (error: Throwable) {
                println("${error.javaClass.name}: ${error.message} (cause: ${error.cause})")
            }
        }
    }
}

/** Calls what panics at [TEXT], and prints what is thrown. */
internal object PlantedPanics {
    private const val TEXT = "planted panic"
    private val planted = REQUEST.toBuilder().comments(TEXT).build()

    val calls: Map<String, () -> Any?> =
        mapOf(
            "an api key" to { ApiKey(TEXT) },
            "a token" to { Token(TEXT) },
            "validate" to { CloudAgent.validate(ACCOUNT, planted, Api.GET_V2) },
            "buildRequest" to { CloudAgent.buildRequest(ACCOUNT, planted, Api.GET_V2) },
            "classify" to { CloudAgent.classify(200, TEXT.toByteArray()) },
            "classifyAll" to { CloudAgent.classifyAll(listOf(HttpReply(200, TEXT.toByteArray()))) },
            "classifyToken" to { CloudAgent.classifyToken(200, TEXT.toByteArray()) },
            "classifyList" to { CloudAgent.classifyList(200, TEXT.toByteArray()) },
            "fromParams" to { CloudAgent.fromParams(mapOf("did" to TEXT), Api.GET_V2) },
            "BaseUrl" to { BaseUrl.parse(TEXT) },
            "a request's JSON" to { planted.toJson() },
            "a request from JSON" to { DispositionRequest.fromJson(TEXT) },
            "a receipt from JSON" to { Receipt.fromJson(TEXT) },
            "a request that is set" to { client(answering(QUEUED)).use { it.setDispositionBlocking(planted) } },
            "a reply" to { client(answering(reply(200, TEXT))).use { it.setDispositionBlocking(REQUEST) } },
        )

    @JvmStatic
    fun main(arguments: Array<String>) {
        for ((name, call) in calls) println("$name: ${failing(call)}")
        println("afterwards: ${CloudAgent.classify(200, """{"details": "Queued", "status": "Success"}""".toByteArray()).effect}")
    }
}

/** Prints what is left in a thread that used the library, by the classes. */
internal object Deployed {
    @JvmStatic
    fun main(arguments: Array<String>) {
        thread {
            check(client(answering(QUEUED)).use { it.setDispositionBlocking(REQUEST).effect } == Effect.QUEUED)
            locals().forEach { println(it.javaClass.name) }
        }.join()
    }

    private fun locals(): List<Any> {
        val map = of(Thread.currentThread(), Thread::class.java, "threadLocals")!!
        val entries = of(map, map.javaClass, "table") as Array<*>
        return entries.filterNotNull().mapNotNull { of(it, it.javaClass, "value") }
    }

    private fun of(one: Any, type: Class<*>, field: String): Any? =
        type.getDeclaredField(field).apply { isAccessible = true }.get(one)
}

/** The command that runs a program of the tests in a process of its own. */
private fun commandOf(program: Class<*>, vararg options: String): List<String> {
    val java = File(System.getProperty("java.home"), "bin/java").path
    return listOf(java, *options, "-cp", System.getProperty("java.class.path"), program.name)
}

/** What the command prints, which must end well. */
private fun printed(command: List<String>): List<String> {
    val process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start()
    process.outputStream.close()
    val said = process.inputStream.bufferedReader().readLines()
    check(process.waitFor() == 0) { "$command ended with ${process.exitValue()}: $said" }
    return said
}

/** The option that names another native library. */
private fun override(library: String) = "-Duniffi.component.cloudagent_disposition_uniffi.libraryOverride=$library"
