package cloudagent.disposition

import cloudagent.disposition.internal.bridge.FileStoreHandle
import cloudagent.disposition.internal.bridge.SecretBytesHandle
import cloudagent.disposition.internal.bridge.StoreAnswerData
import cloudagent.disposition.internal.bridge.StoreOperationData
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked
import java.io.IOException
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/**
 * A [TokenStore] in a file, for the processes of one machine, whatever language each is written in.
 *
 * Only its owner can read the file (`0600`). It is refused where others may write to its folder. Every write takes the old
 * content's place whole or not at all. Nothing is opened before the first use. Not for Windows, where it always fails.
 *
 * @param path the file, which need not be there yet; its folder must.
 * @throws IllegalArgumentException the path holds a lone surrogate.
 */
public class FileTokenStore(private val path: Path) : TokenStore {
    private val handle = checked("path", path.toString()).let { text -> call { FileStoreHandle(text) } }

    /** @throws IOException the file can't be used. */
    override suspend fun get(key: String): StoreEntry? =
        when (val answer = carryOut(StoreOperationData.Get(key))) {
            is StoreAnswerData.Found -> answer.bytes.use { StoreEntry(call { it.expose() }, answer.version) }
            is StoreAnswerData.Nothing -> null
            else -> throw failed()
        }

    /** @throws IOException the file can't be used. */
    override suspend fun putIf(key: String, version: String?, bytes: ByteArray): Boolean =
        call { SecretBytesHandle(bytes) }.use {
            when (carryOut(StoreOperationData.PutIf(key, version, it))) {
                is StoreAnswerData.Written -> true
                is StoreAnswerData.Conflict -> false
                else -> throw failed()
            }
        }

    private suspend fun carryOut(operation: StoreOperationData) =
        withContext(Dispatchers.IO) { call { handle.carryOut(operation) } }

    private fun failed() = IOException("the token store's file can't be used: look at its folder's owner and permissions")

    /** The path. */
    override fun toString(): String = "FileTokenStore($path)"
}

/**
 * A [TokenStore] in memory: for several clients of one process, and for tests. One client alone needs none: it keeps its
 * token by itself.
 */
public class MemoryTokenStore : TokenStore {
    private val kept = ConcurrentHashMap<String, StoreEntry>()
    private val writings = AtomicLong()

    override suspend fun get(key: String): StoreEntry? = kept[key]

    override suspend fun putIf(key: String, version: String?, bytes: ByteArray): Boolean {
        val entry = StoreEntry(bytes, writings.incrementAndGet().toString())
        return entry === kept.compute(key) { _, before -> if (before?.version == version) entry else before }
    }

    /** How many accounts it has a token of. */
    override fun toString(): String = "MemoryTokenStore(${kept.size} kept)"
}
