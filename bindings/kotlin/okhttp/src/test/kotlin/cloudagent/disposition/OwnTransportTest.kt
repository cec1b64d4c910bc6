package cloudagent.disposition

import java.net.ConnectException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import kotlinx.coroutines.future.await
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

// README begins
private val http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build() // follows no redirect

// The deadline cancels it, so the limits are not looked at.
private val transport =
    Transport { request, _ ->
        val sent = HttpRequest.newBuilder(URI(request.url))
            .method(request.method.code, HttpRequest.BodyPublishers.ofString(request.body.orEmpty()))
        for (header in request.headers) sent.header(header.name, header.value)
        try {
            val reply = http.sendAsync(sent.build(), BodyHandlers.ofByteArray()).await()
            val header = { name: String -> reply.headers().firstValue(name).orElse(null) }
            HttpReply(reply.statusCode(), reply.body(), header("retry-after"), header("date"))
        } catch (_: ConnectException) {
            throw SendFailedException(FailKind.CONNECT) // nothing was sent; what else is thrown may have been
        }
    }
// README ends

/** The transports that the documents show, in both languages, against the simulator. */
class OwnTransportTest : SimulatorTest() {
    private fun clients(baseUrl: BaseUrl): List<DispositionClient> =
        listOf(
            DispositionClient(account, Api.POST_API_KEY, transport, baseUrl),
            DispositionClient.builder(account, Api.POST_API_KEY).transport(JdkTransport()).baseUrl(baseUrl).build(),
        )

    @Test
    fun `a disposition is sent once, and what broke is told`() {
        for (client in clients(BaseUrl.parse(simulator.baseUrl))) {
            simulator.reset()
            assertEquals(Effect.APPLIED, client.setDispositionBlocking(request).effect)
            assertEquals(1, simulator.requests().size)

            simulator.reset()
            simulator.inject("reset_after_applied")
            val broken = Told.of { client.setDispositionBlocking(request) }.error as DispositionException.Uncertain
            assertEquals(UncertainKind.TRANSPORT_FAILED, broken.kind)
            assertEquals(1, simulator.requests().size)
        }
    }

    @Test
    fun `a server that is not there got nothing`() {
        for (client in clients(BaseUrl.parse(simulator.address("refuse_url")))) {
            val unsent = Told.of { client.setDispositionBlocking(request) }.error as DispositionException.NotSent
            assertEquals(NotSentKind.CONNECT, unsent.kind)
        }
    }
}
