package consumer;

import cloudagent.disposition.Account;
import cloudagent.disposition.Api;
import cloudagent.disposition.BaseUrl;
import cloudagent.disposition.BlockingTransport;
import cloudagent.disposition.CloudAgent;
import cloudagent.disposition.DispositionClient;
import cloudagent.disposition.DispositionRequest;
import cloudagent.disposition.HttpReply;
import cloudagent.disposition.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls everything that may get a parameter more, as Java sees it. */
public final class Calls {
    private Calls() {}

    public static void main(String[] args) {
        byte[] queued = "{\"status\":\"Queued\"}".getBytes(StandardCharsets.UTF_8);
        Account account = Account.withApiKey("acme", "KKacme0123456789");
        DispositionRequest request = new DispositionRequest.Builder()
                .ucid("8189000000001").did("914000000001").agentId("ravi").disposition("Sale").build();
        System.out.println(new HttpReply(200, queued) + " " + new HttpReply(503, queued, "7") + " " + new HttpReply(503, queued, "7", "x"));
        System.out.println(new Limits(1, 2, 3));
        System.out.println(CloudAgent.classify(200, queued).getOutcome() + " "
                + CloudAgent.classify(503, queued, "7").getOutcome() + " "
                + CloudAgent.classify(503, queued, "7", "x").getOutcome() + " "
                + CloudAgent.classify(503, queued, "7", "x", Api.GET_V2).getOutcome());
        System.out.println(CloudAgent.validate(account, request, Api.GET_V2) + " "
                + CloudAgent.validate(account, request, Api.GET_V2, BaseUrl.INTERNATIONAL));
        BlockingTransport answering = (sent, limits) -> new HttpReply(200, queued);
        try (DispositionClient client = DispositionClient.builder(account, Api.GET_V2).transport(answering).build()) {
            System.out.println(client.setDispositionBlocking(request).getOutcome() + " "
                    + client.setDispositionBlocking(request, Duration.ofSeconds(5)).getOutcome());
        }
    }
}
