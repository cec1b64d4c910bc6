// Sets the disposition of one call from Java and says what happened to it.
//
// The environment says where, who and with which key: CLOUDAGENT_BASE_URL, CLOUDAGENT_CUSTOMER and
// CLOUDAGENT_API_KEY. `make demo-kotlin` runs it against the simulator. The README shows the lines
// between the two marks.
// README begins
import cloudagent.disposition.*;
import java.util.Objects;

public final class SetDisposition {
    private static String env(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }

    public static void main(String[] arguments) {
        var account = Account.withApiKey(env("CLOUDAGENT_CUSTOMER"), new ApiKey(env("CLOUDAGENT_API_KEY")));
        var baseUrl = BaseUrl.parse(env("CLOUDAGENT_BASE_URL"));
        var request = new DispositionRequest.Builder()
            .ucid("81891723610400001").did("911140000001").agentId("ravi.k").disposition("Sale")
            .build();
        try (var client = DispositionClient.builder(account, Api.GET_V2).baseUrl(baseUrl).build()) {
            var receipt = client.setDispositionBlocking(request);
            System.out.println(receipt.getEffect() + ": " + receipt.getSentence());
        } catch (DispositionException failed) { // it tells what happened, too
            System.out.println(failed.getEffect() + ": " + failed.getMessage());
            System.exit(1);
        }
    }
}
// README ends
