// Sets the disposition of one call and says what happened to it.
//
// The environment says where, who and with which key: CLOUDAGENT_BASE_URL, CLOUDAGENT_CUSTOMER and
// CLOUDAGENT_API_KEY. `make demo-kotlin` runs it against the simulator. The README shows the lines
// between the two marks.
// README begins
import cloudagent.disposition.*

suspend fun main() {
    DispositionClient.fromEnvironment(api = Api.GET_V2).use { client ->
        val request = DispositionRequest(
            ucid = "81891723610400001", did = "911140000001", agentId = "ravi.k", disposition = "Sale",
        )
        val receipt = client.setDisposition(request) // suspends: it blocks no thread
        println("${receipt.effect}: ${receipt.sentence}") // all else is thrown, and tells it too
    }
}
// README ends
