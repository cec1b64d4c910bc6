package com.example.server

import cloudagent.disposition.Api
import cloudagent.disposition.CallRecord
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.Receipt
import java.nio.file.Path
import java.sql.Connection
import java.sql.PreparedStatement
import java.sql.ResultSet
import org.sqlite.SQLiteConfig

/** One disposition that was sent, and what is known of it. */
class Sent(val request: DispositionRequest, val api: Api, val receipt: Receipt)

/**
 * What was sent, and what became of it, in SQLite: for the program that sends, and for the one that hears of it later. The table is
 * that of `examples/python/sent_receipts.py`, so either of them may be in Python. A thread opens its own.
 */
class SentReceipts(path: Path) : AutoCloseable {
    // A transaction takes the right to write at once: begun as a reader's, it would fail where another one writes meanwhile.
    private val connection: Connection =
        SQLiteConfig().apply { setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE) }.createConnection("jdbc:sqlite:$path")

    init {
        connection.createStatement().use { statement -> SCHEMA.forEach(statement::execute) }
    }

    /** Remembers what was sent and how it ended; a failure's receipt is the exception's. */
    fun keep(sent: Sent) {
        prepared("insert into sent (ucid, did, agent_id, disposition, api, receipt) values (?, ?, ?, ?, ?, ?)") {
            val request = sent.request
            val values = listOf(request.ucid, request.did, request.agentId, request.disposition, sent.api.code, sent.receipt.toJson())
            values.forEachIndexed { place, value -> setString(place + 1, value) }
            executeUpdate()
        }
    }

    /** All receipts, in the order in which they were sent. */
    fun receipts(): List<Receipt> =
        prepared("select receipt from sent order by id") { executeQuery().rows { Receipt.fromJson(getString("receipt")) } }

    /**
     * Replaces the receipts of the record's call by what [settled] makes of each, and gives back those that this changed. Two
     * callbacks at once don't get in each other's way.
     */
    fun settle(record: CallRecord, settled: (Sent) -> Receipt): List<Receipt> =
        inTransaction {
            kept(record).mapNotNull { (id, sent) ->
                settled(sent).takeIf { it != sent.receipt }?.also { replace(id, it) }
            }
        }

    override fun close() = connection.close()

    private fun kept(record: CallRecord): List<Pair<Long, Sent>> =
        prepared("select * from sent where ucid in (?, ?) order by id") {
            setString(1, record.ucid)
            setString(2, record.callId)
            executeQuery().rows { getLong("id") to sent() }
        }

    private fun ResultSet.sent(): Sent {
        val request =
            DispositionRequest(
                ucid = getString("ucid"),
                did = getString("did"),
                agentId = getString("agent_id"),
                disposition = getString("disposition"),
            )
        val api = Api.entries.single { it.code == getString("api") }
        return Sent(request, api, Receipt.fromJson(getString("receipt")))
    }

    private fun replace(id: Long, receipt: Receipt) {
        prepared("update sent set receipt = ? where id = ?") {
            setString(1, receipt.toJson())
            setLong(2, id)
            executeUpdate()
        }
    }

    private fun <T> inTransaction(work: () -> T): T {
        connection.autoCommit = false
        try {
            return work().also { connection.commit() }
        } catch (failure: Throwable) {
            connection.rollback()
            throw failure
        } finally {
            connection.autoCommit = true
        }
    }

    private fun <T> prepared(sql: String, work: PreparedStatement.() -> T): T = connection.prepareStatement(sql).use(work)

    private fun <T> ResultSet.rows(read: ResultSet.() -> T): List<T> =
        use { rows -> generateSequence { if (rows.next()) rows.read() else null }.toList() }

    companion object {
        /** No comment is kept: what was said of a customer is not needed to settle anything. */
        val SCHEMA =
            listOf(
                """
                create table if not exists sent (
                    id integer primary key, ucid text not null, did text, agent_id text, disposition text not null,
                    api text not null, receipt text not null
                );
                """.trimIndent(),
                "create index if not exists sent_ucid on sent (ucid);",
            )
    }
}
