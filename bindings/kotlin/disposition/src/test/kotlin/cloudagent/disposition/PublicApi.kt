package cloudagent.disposition

import java.io.File
import org.jetbrains.kotlin.abi.tools.AbiFilters
import org.jetbrains.kotlin.abi.tools.AbiTools

/** Prints the public API of compiled classes, by Kotlin's own tool: what is internal is not in it. */
internal object PublicApi {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val classes = arguments.map(::File).flatMap { folder -> folder.walkTopDown().filter { it.extension == "class" } }
        require(classes.isNotEmpty()) { "no classes in ${arguments.joinToString()}" }
        AbiTools.getInstance(javaClass.classLoader).printJvmDump(System.out, classes, AbiFilters.EMPTY)
    }
}
