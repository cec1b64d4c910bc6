package cloudagent.disposition

import cloudagent.disposition.internal.bridge.codeSets
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** The enums are the core's, word for word. */
internal class EnumsTest {
    private val enums: Map<String, List<Enum<*>>> =
        listOf(
            Advice.entries,
            Api.entries,
            Delivery.entries,
            Effect.entries,
            FailKind.entries,
            Field.entries,
            HttpMethod.entries,
            NotSentKind.entries,
            Outcome.entries,
            Problem.entries,
            Severity.entries,
            UncertainKind.entries,
            ValidationMode.entries,
        ).associateBy { it.first().javaClass.simpleName }

    /** The classes of failure are exception classes here; what the core calls Method is HttpMethod. */
    private val core =
        codeSets().filter { it.name != "ErrorClass" }.associate { (if (it.name == "Method") "HttpMethod" else it.name) to it.codes }

    @Test
    fun `every set of codes is an enum here`() = assertEquals(core.keys.sorted(), enums.keys.sorted())

    @Test
    fun `an enum has the codes of the core in their order`() =
        assertEquals(core, enums.mapValues { (_, members) -> members.map { it.toString() } }.toMap())

    @Test
    fun `a member is named like its code, and has it`() {
        for (member in enums.values.flatten()) {
            assertEquals(member.toString().uppercase(), member.name)
            assertEquals(member.toString(), member.javaClass.getMethod("getCode").invoke(member))
        }
    }

    @Test
    fun `the classes of failure are exceptions`() {
        val classes = codeSets().single { it.name == "ErrorClass" }.codes
        assertEquals(listOf("invalid", "not_sent", "refused", "uncertain"), classes.sorted())
    }
}
