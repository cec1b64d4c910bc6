// Sets the disposition of one call from Java and says what happened to it.
//
// The environment says where, who and with which key: CLOUDAGENT_BASE_URL, CLOUDAGENT_CUSTOMER and
// CLOUDAGENT_API_KEY. `make demo-kotlin` runs it against the simulator. The README shows the lines
// between the two marks.
// README begins
import cloudagent.disposition.*;

public final class SetDisposition {
    public static void main(String[] arguments) {
        var request = new DispositionRequest.Builder()
            .ucid("81891723610400001").did("911140000001").agentId("ravi.k").disposition("Sale")
            .build();
        try (var client = DispositionClient.builderFromEnvironment().api(Api.GET_V2).build()) {
            var receipt = client.setDispositionBlocking(request);
            System.out.println(receipt.getEffect() + ": " + receipt.getSentence());
        } catch (DispositionException failed) { // it tells what happened, too
            System.out.println(failed.getEffect() + ": " + failed.getMessage());
            System.exit(1);
        }
    }
}
// README ends
