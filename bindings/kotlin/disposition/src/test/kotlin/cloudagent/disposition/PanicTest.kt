package cloudagent.disposition

import cloudagent.disposition.testing.repository
import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A panic in the core is an error of that call, by its own name: with a library that panics at a certain text. */
internal class PanicTest {
    @Test
    fun `each function that panics throws an internal error, and the process goes on`() {
        val library = System.getenv("CAD_PLANTED") ?: File(repository(), "target/debug/libcloudagent_disposition_uniffi.so").path
        val said = printed(commandOf(PlantedPanics::class.java, override(library)))
        assertEquals(PlantedPanics.calls.size + 1, said.size, said.joinToString("\n"))
        for ((line, name) in said.zip(PlantedPanics.calls.keys)) {
            val effect = if (name == "a reply") Effect.UNKNOWN else Effect.NOT_APPLIED
            assertEquals("$name: ${InternalErrorException(effect)}", line)
        }
        assertTrue(said.last().startsWith("afterwards: queued"), said.last())
    }
}

/** Calls what panics at [TEXT], and prints what is thrown. */
internal object PlantedPanics {
    private const val TEXT = "planted panic"
    private val account by lazy { Account.withApiKey("acme", "KK") }
    private val request = DispositionRequest("8189000000001", "914000000001", "ravi", "Sale")
    private val planted = request.toBuilder().comments(TEXT).build()

    private fun client(body: String) =
        DispositionClient(account, Api.GET_V2, Transport { _, _ -> HttpReply(200, body.toByteArray()) })

    val calls: Map<String, () -> Any?> =
        mapOf(
            "an api key" to { ApiKey(TEXT) },
            "a token" to { Token(TEXT) },
            "validate" to { CloudAgent.validate(account, planted, Api.GET_V2) },
            "buildRequest" to { CloudAgent.buildRequest(account, planted, Api.GET_V2) },
            "classify" to { CloudAgent.classify(200, TEXT.toByteArray()) },
            "classifyAll" to { CloudAgent.classifyAll(listOf(HttpReply(200, TEXT.toByteArray()))) },
            "classifyToken" to { CloudAgent.classifyToken(200, TEXT.toByteArray()) },
            "classifyList" to { CloudAgent.classifyList(200, TEXT.toByteArray()) },
            "fromParams" to { CloudAgent.fromParams(mapOf("did" to TEXT), Api.GET_V2) },
            "BaseUrl" to { BaseUrl.parse(TEXT) },
            "a request's JSON" to { planted.toJson() },
            "a request from JSON" to { DispositionRequest.fromJson(TEXT) },
            "a receipt from JSON" to { Receipt.fromJson(TEXT) },
            "a request that is set" to { client("").use { it.setDispositionBlocking(planted) } },
            "a reply" to { client(TEXT).use { it.setDispositionBlocking(request) } },
        )

    @JvmStatic
    fun main(arguments: Array<String>) {
        for ((name, call) in calls) println("$name: ${failing(call)}")
        val queued = """{"details": "Queued", "status": "Success"}"""
        println("afterwards: ${CloudAgent.classify(200, queued.toByteArray()).effect}")
    }
}
