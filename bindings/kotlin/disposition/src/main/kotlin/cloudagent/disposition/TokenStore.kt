package cloudagent.disposition

import cloudagent.disposition.internal.checked
import cloudagent.disposition.internal.checkedSize

/**
 * Keeps the token that several processes or clients share, on [Api.POST_TOKEN] with an api key. A new token of an account
 * ends all its earlier ones, so those who call for the same account must share one. One client alone needs no store.
 *
 * It is dumb on purpose: it reads bytes and replaces them. What the bytes mean, who may fetch a token and when, are the
 * library's rules. A store of your own is two functions over whatever your processes have in common: a row of a
 * database, a key of Redis.
 *
 * **[putIf] must be atomic** over everybody who uses the store: of two who read the same version, one writes and the other
 * is told of the conflict. A read followed by a write is not enough.
 *
 * The bytes hold a token: protect them as you would protect a password, and don't log them. There are at most 16 KiB of
 * them. A key names an account at a server: 1 to 64 ASCII letters and digits, the same in every process and language.
 *
 * It is called on threads of [kotlinx.coroutines.Dispatchers.IO], by several at once, where it may also block. The call waits
 * for it up to its deadline, and ends without it; what was begun is then neither cancelled nor waited for, since a lease that is
 * half written helps nobody. So it should answer within a second or fail by itself. Whatever it throws is a store that
 * failed, and no text of it is repeated.
 *
 * [FileTokenStore] and [MemoryTokenStore] are there already. One in Java is a [BlockingTokenStore].
 */
public interface TokenStore {
    /** What is kept under this key; `null` where nothing is. */
    public suspend fun get(key: String): StoreEntry?

    /**
     * Keeps these bytes under this key, if the version there still is [version], or if nothing is there where that is `null`.
     *
     * @return whether they are kept now, under a new version. Where the version is another one by now, nothing has changed.
     */
    public suspend fun putIf(key: String, version: String?, bytes: ByteArray): Boolean
}

/** A [TokenStore] that blocks, for Java and for drivers that do. [DispositionClient.Builder] takes it. */
public interface BlockingTokenStore {
    /** What is kept under this key; `null` where nothing is. */
    @Throws(Exception::class)
    public fun get(key: String): StoreEntry?

    /**
     * Keeps these bytes under this key, if the version there still is [version], or if nothing is there where that is `null`.
     *
     * @return whether they are kept now, under a new version. Where the version is another one by now, nothing has changed.
     */
    @Throws(Exception::class)
    public fun putIf(key: String, version: String?, bytes: ByteArray): Boolean
}

/**
 * What a token store keeps under one key. It holds a token, and prints without it.
 *
 * @param bytes what was put there. They are copied.
 * @param version which writing of it this is.
 * @throws IllegalArgumentException the version holds a lone surrogate, or there is more than 1 GiB.
 */
public class StoreEntry(
    bytes: ByteArray,
    /** Which writing of it this is. The store chooses the text; no two writings under a key have the same. */
    public val version: String,
) {
    private val kept: ByteArray = bytes.clone()

    init {
        checkedSize(bytes.size)
        checked("version", version)
    }

    /** A copy of the bytes. */
    public val bytes: ByteArray get() = kept.clone()

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean =
        other is StoreEntry && version == other.version && kept.contentEquals(other.kept)

    /** Goes with [equals]. */
    override fun hashCode(): Int = 31 * version.hashCode() + kept.contentHashCode()

    /** The version alone. */
    override fun toString(): String = "StoreEntry([redacted], version=$version)"
}
