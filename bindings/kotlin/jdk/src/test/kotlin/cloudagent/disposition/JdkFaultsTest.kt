package cloudagent.disposition

import cloudagent.disposition.jdk.JdkTransport
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ObjectNode

/** The table of faults over the JDK's HTTP client, on new connections and on kept ones. */
class JdkFaultsTest :
    FaultTableTest(
        listOf(
            Way("found by itself"),
            Way("kept", isKept = true, transport = ::JdkTransport),
            Way("blocking") { it.setDispositionBlocking(request) },
        ),
    ) {
    /** The JDK reads no reply with headers that are none, and can't be made to: nobody knows then, and it is said. */
    override fun expected(case: JsonNode): JsonNode {
        val expected = super.expected(case)
        if (case["id"].asText() != "odd-headers") return expected
        val unread = """{"class": "uncertain", "kind": "broken_reply", "effect": "unknown", "advice": "check_first",
            "outcome": null, "http_status": null, "deliveries": ["no_reply"]}"""
        return expected.deepCopy<ObjectNode>().setAll<ObjectNode>(json.readTree(unread) as ObjectNode)
    }
}
