package consumer;

import cloudagent.disposition.Account;
import cloudagent.disposition.Api;
import cloudagent.disposition.BaseUrl;
import cloudagent.disposition.CloudAgent;
import cloudagent.disposition.DispositionClient;
import cloudagent.disposition.DispositionException;
import cloudagent.disposition.DispositionRequest;
import cloudagent.disposition.Receipt;
import cloudagent.disposition.Reply;
import cloudagent.disposition.Violation;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Classifies a reply, sets a disposition, and is refused one: against the simulator at the given URL. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        byte[] body = "{\"status\":\"Success\",\"details\":\"Queued\"}".getBytes(StandardCharsets.UTF_8);
        Reply reply = CloudAgent.classify(200, body);
        System.out.println("classify: " + reply.getEffect() + ", " + reply.getStatus() + ", " + reply.getDetails());

        Account account = Account.withApiKey("acme", "KKacme0123456789");
        DispositionRequest request = new DispositionRequest.Builder()
                .ucid("81891700000000002").did("914000000001").agentId("ravi").disposition("Sale").build();
        try (DispositionClient client = DispositionClient.builder(account, Api.POST_API_KEY)
                .baseUrl(BaseUrl.parse(args[0])).build()) {
            Receipt receipt = client.setDispositionBlocking(request);
            System.out.println("set: " + receipt.getEffect() + ", " + receipt.getOutcome()
                    + ", attempts " + receipt.getAttempts().size());
            client.setDispositionBlocking(new DispositionRequest.Builder().agentId("ravi").build());
        } catch (DispositionException.InvalidRequest e) {
            System.out.println("invalid: " + e.getViolations().stream()
                    .map(Violation::getField).distinct().collect(Collectors.toList()));
        }
    }
}
