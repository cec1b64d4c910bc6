package cloudagent.disposition

import cloudagent.disposition.jdk.JdkTransport
import cloudagent.disposition.support.repository
import com.fasterxml.jackson.databind.JsonNode
import java.io.File

/** The table of faults over the JDK's HTTP client, on new connections and on kept ones. */
class JdkFaultsTest :
    FaultTableTest(
        listOf(
            Way("found by itself"),
            Way("kept", isKept = true, transport = ::JdkTransport),
            Way("blocking") { it.setDispositionBlocking(request) },
        ),
    ) {
    /** The JDK reads no reply with headers that are none, and can't be made to: for it such a reply has broken off. */
    override fun expected(case: JsonNode): JsonNode = super.expected(if (case["id"].asText() == "odd-headers") brokenOff else case)

    private val brokenOff: JsonNode =
        json.readTree(File(repository(), "tests/faults/faults.json"))["cases"].single { it["id"].asText() == "body-breaks-off" }
}
