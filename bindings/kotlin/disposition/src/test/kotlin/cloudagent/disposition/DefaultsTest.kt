package cloudagent.disposition

import cloudagent.disposition.internal.bridge.defaults
import cloudagent.disposition.internal.call
import java.nio.file.Files
import java.nio.file.Paths
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** What stands here and in the core is the same. */
internal class DefaultsTest {
    private val core = call { defaults() }

    @Test
    fun `the vendor's hosts are the core's`() {
        assertEquals(core.baseUrlIndia, BaseUrl.INDIA.toString())
        assertEquals(core.baseUrlInternational, BaseUrl.INTERNATIONAL.toString())
        for (baseUrl in listOf(BaseUrl.INDIA, BaseUrl.INTERNATIONAL)) assertEquals(baseUrl, BaseUrl.parse(baseUrl.toString()))
    }

    @Test
    fun `the times and the size are the core's`() {
        assertEquals(core.deadlineMs.toLong(), DispositionClient.DEADLINE.inWholeMilliseconds)
        assertEquals(core.connectTimeoutMs.toLong(), DispositionClient.CONNECT_TIMEOUT.inWholeMilliseconds)
    }

    @Test
    fun `the version is the core's, and Maven's`() {
        assertEquals(core.version, CloudAgent.VERSION)
        val pom = Files.readString(Paths.get("pom.xml"))
        assertEquals(core.version, Regex("<version>([^<]*)</version>").find(pom)!!.groupValues[1])
    }
}
