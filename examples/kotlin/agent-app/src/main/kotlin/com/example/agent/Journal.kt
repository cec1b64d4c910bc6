package com.example.agent

import java.io.File
import java.io.IOException
import kotlin.time.Duration.Companion.days
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map

/**
 * What is pending, on disk and in memory. The disk is written before a send and after it, so a process
 * that dies leaves behind how far it got. One process has one journal: make it once.
 */
class Journal private constructor(private val files: EntryFile, entries: List<Entry>) {
    private val mutableEntries = MutableStateFlow(entries.associateBy(Entry::ucid))

    /** Every entry, by its ucid. */
    val entries: StateFlow<Map<String, Entry>> get() = mutableEntries

    operator fun get(ucid: String): Entry? = mutableEntries.value[ucid]

    fun watch(ucid: String): Flow<Entry?> = mutableEntries.map { it[ucid] }.distinctUntilChanged()

    /** The entry once nothing of it is in flight. */
    suspend fun atRest(ucid: String): Entry? =
        mutableEntries.map { it[ucid] }.first { it?.stage != Stage.SENDING }

    /**
     * Changes an entry, unless [change] answers null for what it is by now; then nothing happens, and the
     * answer is null. A disk that takes nothing does not stop it: it is what the process knows. Blocks.
     */
    @Synchronized
    fun update(ucid: String, change: (Entry?) -> Entry?): Entry? {
        val entry = change(this[ucid]) ?: return null
        onDisk { files.write(entry) }
        mutableEntries.value += ucid to entry
        return entry
    }

    /**
     * The one way to [Stage.SENDING]: from [entry] as it was read, and only if the disk has it. False where
     * the entry is another by now, or the disk takes nothing; then nothing may be sent. Blocks.
     */
    @Synchronized
    fun begin(entry: Entry, sending: Entry): Boolean {
        if (this[entry.ucid] !== entry || !onDisk { files.write(sending) }) return false
        mutableEntries.value += entry.ucid to sending
        return true
    }

    private fun onDisk(write: () -> Unit): Boolean = try {
        write()
        true
    } catch (_: IOException) {
        false
    }

    companion object {
        private const val DIED =
            "The app ended while it was sending this, so it may have been applied. Look in CloudAgent's " +
                "call details before you send it again."

        /** How long a call that came to its end is still shown, so that nobody fills in its form again. */
        private val KEPT = 1.days

        /** Opens what an earlier process left behind. What it was sending is unknown now. Blocks. */
        @Throws(IOException::class)
        fun open(folder: File, now: Long): Journal {
            val files = EntryFile(folder)
            val (old, kept) = files.readAll().partition {
                it.stage == Stage.SETTLED && now - it.wrapUpEndsAt > KEPT.inWholeMilliseconds
            }
            old.forEach { files.delete(it.ucid) }
            val entries = kept.map { entry ->
                if (entry.stage != Stage.SENDING) return@map entry
                entry.copy(stage = Stage.SENT_UNKNOWN, receipt = null, remark = DIED).also(files::write)
            }
            return Journal(files, entries)
        }
    }
}
