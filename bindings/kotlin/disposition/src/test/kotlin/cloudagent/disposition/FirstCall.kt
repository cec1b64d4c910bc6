package cloudagent.disposition

import java.nio.file.Paths

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

/** The command that runs a program of the tests in a process of its own. */
internal fun commandOf(program: Class<*>, vararg options: String): List<String> {
    val java = Paths.get(System.getProperty("java.home"), "bin", "java").toString()
    return listOf(java, *options, "-cp", System.getProperty("java.class.path"), program.name)
}

/** What the command prints, which must end well. */
internal fun printed(command: List<String>): List<String> {
    val process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start()
    process.outputStream.close()
    val said = process.inputStream.bufferedReader().readLines()
    check(process.waitFor() == 0) { "$command ended with ${process.exitValue()}: $said" }
    return said
}

/** The option that names another native library. */
internal fun override(library: String) = "-Duniffi.component.cloudagent_disposition_uniffi.libraryOverride=$library"
