package cloudagent.disposition

import cloudagent.disposition.support.Sweep
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir

/** Stores in which clients share a token. The rules of leases are the engine's. */
@Timeout(60)
internal class TokenStoreTest {
    @TempDir
    lateinit var folder: Path

    private val transport = TokenTransport()

    private fun client(store: TokenStore) = tokenClient(transport, store = store)

    private fun blocking(store: BlockingTokenStore): DispositionClient =
        DispositionClient.builder(ACCOUNT, Api.POST_TOKEN).transport(transport).tokenStore(store).build()

    private fun DispositionClient.set(): Receipt = setDispositionBlocking(REQUEST)

    private fun DispositionClient.failed(): DispositionException.NotSent =
        assertThrows(DispositionException.NotSent::class.java) { set() }.also {
            assertEquals(NotSentKind.TOKEN_STORE, it.kind)
            assertEquals(Advice.FIX_CONFIGURATION, it.advice)
            assertEquals(emptyList<String>(), Sweep.leaks(KEY, it))
        }

    private fun stores(): Map<String, TokenStore> =
        mapOf("memory" to MemoryTokenStore(), "file" to FileTokenStore(folder.resolve("token")))

    @TestFactory
    fun `clients with one store share one token`(): List<DynamicTest> =
        stores().map { (name, store) ->
            DynamicTest.dynamicTest(name) {
                val before = transport.made
                transport.shown.clear()
                repeat(3) { assertEquals(Effect.APPLIED, client(store).set().effect) }
                assertEquals(before + 1, transport.made)
                assertEquals(1, transport.shown.toSet().size)
                // One that is refused is replaced for all of them.
                transport.refused = transport.shown.first()
                repeat(2) { client(store).set() }
                assertEquals(before + 2, transport.made)
            }
        }

    @TestFactory
    fun `a store writes over the version that was read, and over no other`(): List<DynamicTest> =
        stores().map { (name, store) ->
            DynamicTest.dynamicTest(name) {
                runBlocking {
                    val key = "account"
                    assertNull(store.get(key))
                    assertFalse(store.putIf(key, "1", byteArrayOf(1)))
                    assertTrue(store.putIf(key, null, byteArrayOf(1)))
                    assertFalse(store.putIf(key, null, byteArrayOf(2)))
                    val first = store.get(key)!!
                    assertEquals(listOf<Byte>(1), first.bytes.asList())
                    assertTrue(store.putIf(key, first.version, byteArrayOf(1)))
                    assertNotEquals(first.version, store.get(key)!!.version)
                    assertFalse(store.putIf(key, first.version, byteArrayOf(3)))
                    assertNull(store.get("another"))
                }
            }
        }

    @Test
    fun `a file is its owner's alone, and a folder that others write to is refused`() {
        val path = folder.resolve("token")
        client(FileTokenStore(path)).set()
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        assertEquals("FileTokenStore($path)", FileTokenStore(path).toString())
        val open = Files.createDirectory(folder.resolve("open"))
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"))
        client(FileTokenStore(open.resolve("token"))).failed()
        client(FileTokenStore(folder.resolve("nowhere/token"))).failed()
    }

    @TestFactory
    fun `what a store throws is a store that failed, and none of its text goes on`(): List<DynamicTest> =
        listOf(IllegalStateException(KEY, RuntimeException(KEY)), StackOverflowError(KEY), InterruptedException(KEY)).flatMap { thrown ->
            val getting =
                object : TestStore() {
                    override fun get(key: String): StoreEntry = throw thrown
                }
            val putting =
                object : TestStore() {
                    override fun putIf(key: String, version: String?, bytes: ByteArray): Boolean = throw thrown
                }
            listOf("get" to getting, "putIf" to putting).map { (name, store) ->
                DynamicTest.dynamicTest("$name: $thrown") {
                    blocking(store).failed()
                    assertEquals(0, transport.made)
                    assertFalse(Thread.currentThread().isInterrupted)
                }
            }
        }

    @Test
    fun `one that is never written gives up at the fifth conflict`() {
        val asked = AtomicInteger()
        val store =
            object : TestStore() {
                override fun putIf(key: String, version: String?, bytes: ByteArray): Boolean {
                    asked.incrementAndGet()
                    return false
                }
            }
        blocking(store).failed()
        assertEquals(5, asked.get())
    }

    @Test
    fun `what a store was asked is done also where the call has ended`() {
        val isWriting = CountDownLatch(1)
        val release = CountDownLatch(1)
        val isWritten = CountDownLatch(1)
        val store =
            object : TestStore() {
                override fun putIf(key: String, version: String?, bytes: ByteArray): Boolean {
                    isWriting.countDown()
                    release.await()
                    isWritten.countDown()
                    return true
                }
            }
        val ended =
            assertThrows(DispositionException.NotSent::class.java) {
                blocking(store).setDispositionBlocking(REQUEST, java.time.Duration.ofMillis(1_500))
            }
        assertEquals(NotSentKind.TOKEN_UNAVAILABLE, ended.kind)
        assertTrue(isWriting.await(10, TimeUnit.SECONDS))
        release.countDown()
        assertTrue(isWritten.await(10, TimeUnit.SECONDS), "the write was broken off")
    }

    @Test
    fun `a key says nothing, and what is kept holds no api key`() {
        val keys = mutableListOf<String>()
        val kept = mutableListOf<String>()
        val inner = MemoryTokenStore()
        val store =
            object : TokenStore {
                override suspend fun get(key: String): StoreEntry? = inner.get(key).also { keys += key }

                override suspend fun putIf(key: String, version: String?, bytes: ByteArray): Boolean {
                    kept += String(bytes)
                    return inner.putIf(key, version, bytes)
                }
            }
        client(store).set()
        assertTrue(keys.all { Regex("[A-Za-z0-9]{1,64}").matches(it) }, "$keys")
        assertTrue(kept.any { "token-1" in it }, "no token was written")
        assertEquals(emptyList<String>(), Sweep.leaks(KEY, keys, kept))
    }

    @Test
    fun `nothing of a store prints what it keeps`() {
        val entry = StoreEntry(KEY.toByteArray(), "7")
        val memory = MemoryTokenStore()
        runBlocking { memory.putIf("account", null, KEY.toByteArray()) }
        assertEquals("StoreEntry([redacted], version=7)", entry.toString())
        assertEquals("MemoryTokenStore(1 kept)", memory.toString())
        assertEquals(entry, StoreEntry(KEY.toByteArray(), "7"))
        assertNotEquals(entry, StoreEntry(KEY.toByteArray(), "8"))
        assertThrows(IllegalArgumentException::class.java) { StoreEntry(ByteArray(0), "\ud800") }
    }
}
