package cloudagent.disposition

import java.io.File
import java.lang.ref.WeakReference
import java.net.URLClassLoader
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** An application that is taken out of a server, whose threads it used, does not stay in memory. */
internal class RedeployTest {
    /** An application with a copy of everything of its own, whose one call a thread of the server made. */
    private fun deployed(server: ExecutorService): WeakReference<ClassLoader> {
        val urls = System.getProperty("java.class.path").split(File.pathSeparator).map { File(it).toURI().toURL() }
        val loader = URLClassLoader(urls.toTypedArray(), ClassLoader.getPlatformClassLoader())
        server.submit { loader.loadClass(Deployed::class.java.name).getMethod("run").invoke(null) }.get()
        loader.close()
        return WeakReference(loader)
    }

    @Test
    fun `it is collected`() {
        val server = Executors.newSingleThreadExecutor()
        try {
            val loader = deployed(server)
            val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90)
            while (loader.get() != null && System.nanoTime() < end) {
                System.gc()
                // The thread goes on with other work meanwhile.
                server.submit { }.get()
                Thread.yield()
            }
            assertTrue(loader.get() == null, "the application's classes are still there")
        } finally {
            server.shutdown()
        }
    }
}

/** What the application does. */
internal object Deployed {
    @JvmStatic
    fun run() {
        val queued = """{"details": "Queued", "status": "Success"}""".toByteArray()
        check(CloudAgent.classify(200, queued).effect == Effect.QUEUED)
        val client = DispositionClient(Account.withApiKey("acme", "KK"), Api.GET_V2, Transport { _, _ -> HttpReply(200, queued) })
        val request = DispositionRequest(ucid = "8189000000001", did = "914000000001", agentId = "ravi", disposition = "Sale")
        client.use { check(it.setDispositionBlocking(request).effect == Effect.QUEUED) }
    }
}
