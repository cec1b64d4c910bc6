package cloudagent.disposition.internal

import cloudagent.disposition.CallRecord
import cloudagent.disposition.internal.bridge.RecordsHandle

/** The records of a list on the native side, of which some cross at a time. */
internal class RecordPages(private val handle: RecordsHandle, override val size: Int) : AbstractList<CallRecord>(), RandomAccess {
    private class Page(val first: Int, val records: List<CallRecord>)

    @Volatile
    private var last = Page(0, emptyList())

    override fun get(index: Int): CallRecord {
        if (index !in 0 until size) throw IndexOutOfBoundsException("index $index of $size records")
        val first = index - index % AT_ONCE
        val page = last.takeIf { it.first == first && it.records.isNotEmpty() } ?: read(first).also { last = it }
        return page.records[index - first]
    }

    private fun read(first: Int): Page =
        call { Page(first, handle.lend { it.rows(first.toUInt(), AT_ONCE.toUInt()) }.map(::CallRecord)) }

    private companion object {
        const val AT_ONCE = 256
    }
}
