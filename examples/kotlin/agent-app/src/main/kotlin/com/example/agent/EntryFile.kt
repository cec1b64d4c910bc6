package com.example.agent

import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.Receipt
import java.io.File
import java.io.IOException
import java.io.StringWriter
import java.net.URLDecoder
import java.net.URLEncoder
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.READ
import java.nio.file.StandardOpenOption.TRUNCATE_EXISTING
import java.nio.file.StandardOpenOption.WRITE
import java.util.Properties

/**
 * Entries as files, one for each call: a new state takes the old one's place whole or not at all, also
 * where the battery goes. The request and the receipt stand in the library's own JSON forms.
 */
internal class EntryFile(private val folder: File) {
    /** Returns when the entry is on the disk. */
    @Throws(IOException::class)
    fun write(entry: Entry) {
        val path = path(entry.ucid)
        val temporary = path.resolveSibling("${path.fileName}$TEMPORARY")
        FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING).use { channel ->
            val bytes = ByteBuffer.wrap(text(entry).toByteArray())
            while (bytes.hasRemaining()) channel.write(bytes)
            channel.force(true)
        }
        Files.move(temporary, path, ATOMIC_MOVE)
        // The name is part of the folder, and is written with it.
        FileChannel.open(folder.toPath(), READ).use { it.force(true) }
    }

    @Throws(IOException::class)
    fun delete(ucid: String) {
        Files.deleteIfExists(path(ucid))
    }

    /** Every entry. A file that can't be read stands for one of which nothing is known: it may have been sent. */
    @Throws(IOException::class)
    fun readAll(): List<Entry> {
        Files.createDirectories(folder.toPath())
        val files = folder.listFiles().orEmpty().filter { it.name.endsWith(END) }
        return files.map { file ->
            val ucid = URLDecoder.decode(file.name.removeSuffix(END).removePrefix(BEGIN), "UTF-8")
            read(file)?.takeIf { it.ucid == ucid } ?: Entry(
                request = DispositionRequest(ucid = ucid),
                wrapUpEndsAt = 0,
                stage = Stage.SENT_UNKNOWN,
                remark = "What this phone kept of this call can't be read, so it may have been sent.",
            )
        }
    }

    private fun path(ucid: String): Path = File(folder, BEGIN + URLEncoder.encode(ucid, "UTF-8") + END).toPath()

    private fun text(entry: Entry): String {
        val properties = Properties()
        properties["request"] = entry.request.toJson()
        properties["wrap_up_ends_at"] = entry.wrapUpEndsAt.toString()
        properties["stage"] = entry.stage.name
        entry.receipt?.let { properties["receipt"] = it.toJson() }
        entry.remark?.let { properties["remark"] = it }
        properties["pause_left_out"] = entry.pauseLeftOut.toString()
        properties["tried_by_itself"] = entry.triedByItself.toString()
        return StringWriter().also { properties.store(it, null) }.toString()
    }

    private fun read(file: File): Entry? = try {
        val properties = Properties()
        file.reader().use(properties::load)
        Entry(
            request = DispositionRequest.fromJson(properties.getProperty("request").orEmpty()),
            wrapUpEndsAt = properties.getProperty("wrap_up_ends_at").orEmpty().toLong(),
            stage = Stage.valueOf(properties.getProperty("stage").orEmpty()),
            receipt = properties.getProperty("receipt")?.let(Receipt::fromJson),
            remark = properties.getProperty("remark"),
            pauseLeftOut = properties.getProperty("pause_left_out").toBoolean(),
            triedByItself = properties.getProperty("tried_by_itself").toBoolean(),
        )
    } catch (_: IllegalArgumentException) { // JSON, a number, a stage or an escape that is none
        null
    } catch (_: IOException) { // one that fails must not keep the others from being read
        null
    }

    private companion object {
        const val BEGIN = "call-"
        const val END = ".properties"
        const val TEMPORARY = ".new"
    }
}
