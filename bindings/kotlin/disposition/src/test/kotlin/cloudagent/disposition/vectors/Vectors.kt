package cloudagent.disposition.vectors

import com.fasterxml.jackson.databind.JsonNode
import java.io.PrintStream
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.Paths
import kotlin.io.path.extension
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension
import kotlin.system.exitProcess

/** What runs a file's cases, by the file's name. */
internal val RUNNERS: Map<String, (JsonNode) -> Unit> =
    mapOf(
        "classify" to ::runClassify,
        "engine" to ::runEngine,
        "params" to ::runParams,
        "receipts" to ::runReceipts,
        "urls" to ::runUrls,
        "validate" to ::runValidate,
        "wire" to ::runWire,
    )

/** The folder of the vectors: `CAD_VECTORS_DIR`, or this repository's. */
internal fun folder(): Path =
    System.getenv("CAD_VECTORS_DIR")?.let { Paths.get(it) }
        ?: generateSequence(Paths.get("").toAbsolutePath()) { it.parent }.map { it.resolve("tests/vectors") }.first(Files::isDirectory)

/** The vector files. At least one is there, and each has a runner. */
internal fun files(folder: Path): List<Path> {
    val found = folder.listDirectoryEntries().filter { it.extension == "json" }.sorted()
    expect(found.isNotEmpty()) { "no vectors in $folder" }
    for (file in found) expect(file.nameWithoutExtension in RUNNERS) { "$file: no runner for this file" }
    return found
}

/** A file's cases, its form checked. */
internal fun casesOf(path: Path): List<JsonNode> {
    val file = MAPPER.readTree(Files.readAllBytes(path))
    known(file, "format", "cases", "\$schema")
    expect(file["format"]?.asInt() == 1) { "$path: a format that is not known here" }
    val cases = file["cases"].toList()
    expect(cases.isNotEmpty()) { "$path: no cases" }
    expect(cases.mapTo(mutableSetOf()) { it.text("id")!! }.size == cases.size) { "$path: an id stands twice" }
    expect(cases.all { !it.text("source").isNullOrEmpty() }) { "$path: a case names no source" }
    return cases
}

/** Runs every case of the folder, says which fail, and counts. @return how many failed. */
internal fun runVectors(folder: Path, out: PrintStream): Int {
    var total = 0
    var failed = 0
    val found = files(folder)
    for (path in found) {
        val name = path.nameWithoutExtension
        val run = RUNNERS.getValue(name)
        val cases = casesOf(path)
        for (case in cases) {
            try {
                run(case)
            } catch (error: Throwable) {
                failed++
                out.println("$name: ${case.text("id")}: $error")
            }
        }
        total += cases.size
        out.println("vectors kotlin: $name: ${cases.size} cases")
    }
    out.println("vectors kotlin: $total cases in ${found.size} files")
    return failed
}

/** Runs the shared vectors, the contract of every language, and ends with a line that counts cases. */
fun main() {
    exitProcess(if (runVectors(folder(), System.out) == 0) 0 else 1)
}
