package cloudagent.disposition.internal

import cloudagent.disposition.Advice
import cloudagent.disposition.Api
import cloudagent.disposition.Effect
import cloudagent.disposition.HttpReply
import cloudagent.disposition.Outcome
import cloudagent.disposition.Reply
import cloudagent.disposition.internal.bridge.ReplyBatch
import cloudagent.disposition.internal.bridge.ReplyColumns
import cloudagent.disposition.internal.bridge.ReplyData
import java.nio.ByteBuffer

/** Many replies as they cross: a column of bytes for each of their parts. A record for each would cost more than its rules. */
internal fun batchOf(replies: List<HttpReply>, api: Api?): ReplyBatch {
    val bodies = ByteBuffer.allocate(replies.sumOf { it.size })
    val lengths = ByteBuffer.allocate(Int.SIZE_BYTES * replies.size)
    val statuses = ByteBuffer.allocate(Int.SIZE_BYTES * replies.size)
    for (reply in replies) {
        reply.writeBody(bodies)
        lengths.putInt(reply.size)
        statuses.putInt(reply.status)
    }
    val retryAfter = if (replies.any { it.retryAfter != null }) replies.map { it.retryAfter } else emptyList()
    val date = if (replies.any { it.date != null }) replies.map { it.date } else emptyList()
    return ReplyBatch(bodies.array(), lengths.array(), statuses.array(), retryAfter, date, api?.code)
}

/** The replies of the columns. How they cross says the native library: a code is its place in the enum. */
internal fun ReplyColumns.replies(): List<Reply> {
    val statuses = texts(status)
    val details = texts(details)
    val ucids = texts(ucid)
    val dids = texts(did)
    val actions = texts(action)
    val waits = retryAfterSeconds?.let(ByteBuffer::wrap)
    return List(outcome.size) { at ->
        val outcome = OUTCOMES[outcome[at].toInt()]
        val effect = EFFECTS[effect[at].toInt()]
        val advice = ADVICE[advice[at].toInt()]
        val record =
            ReplyData(
                outcome = outcome.code,
                effect = effect.code,
                advice = advice.code,
                ucid = ucids?.get(at),
                did = dids?.get(at),
                action = actions?.get(at),
                retryAfterSeconds = waits?.getInt(Int.SIZE_BYTES * at)?.takeIf { it >= 0 }?.toUInt(),
                status = statuses?.get(at),
                details = details?.get(at),
                recognised = recognised[at] != NO,
                hint = hints[hint[at].toInt() and BYTE],
            )
        Reply(outcome, effect, advice, record)
    }
}

/** The texts of a column, which stand between line feeds, with a NUL where there is none. */
private fun texts(column: ByteArray?): List<String?>? {
    if (column == null) return null
    val texts = ArrayList<String?>()
    var begin = 0
    while (begin <= column.size) {
        var end = begin
        while (end < column.size && column[end] != END) end++
        val absent = end == begin + 1 && column[begin] == ABSENT
        texts += if (absent) null else String(column, begin, end - begin, Charsets.UTF_8)
        begin = end + 1
    }
    return texts
}

private val OUTCOMES = enumValues<Outcome>()
private val EFFECTS = enumValues<Effect>()
private val ADVICE = enumValues<Advice>()
private const val END = '\n'.code.toByte()
private const val ABSENT: Byte = 0
private const val NO: Byte = 0
private const val BYTE = 0xff
