package cloudagent.disposition.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloudagent.disposition.Account;
import cloudagent.disposition.Advice;
import cloudagent.disposition.Api;
import cloudagent.disposition.BaseUrl;
import cloudagent.disposition.BlockingTransport;
import cloudagent.disposition.DispositionClient;
import cloudagent.disposition.DispositionException;
import cloudagent.disposition.DispositionRequest;
import cloudagent.disposition.Effect;
import cloudagent.disposition.FailKind;
import cloudagent.disposition.HttpReply;
import cloudagent.disposition.NotSentKind;
import cloudagent.disposition.Outcome;
import cloudagent.disposition.Receipt;
import cloudagent.disposition.SendFailedException;
import cloudagent.disposition.ValidationMode;
import cloudagent.disposition.testing.Simulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** The blocking client as it is written in Java. */
class BlockingClientTest {
    private static final Account ACCOUNT = Account.withApiKey("acme", Simulator.KEY);

    private static DispositionRequest.Builder request() {
        return new DispositionRequest.Builder()
                .ucid("81891700000000002")
                .did("914000000001")
                .agentId("ravi")
                .disposition("Sale");
    }

    @Test
    void aDispositionIsSet() {
        try (Simulator simulator = new Simulator();
                DispositionClient client = DispositionClient.builder(ACCOUNT, Api.POST_API_KEY)
                        .baseUrl(BaseUrl.parse(simulator.getBaseUrl()))
                        .deadline(Duration.ofSeconds(10))
                        .connectTimeout(Duration.ofSeconds(2))
                        .mode(ValidationMode.STRICT)
                        .build()) {
            Receipt receipt = client.setDispositionBlocking(request().build());
            assertEquals(Effect.APPLIED, receipt.getEffect());
            assertEquals(Outcome.SAVED, receipt.getOutcome());
            assertEquals(1, simulator.requests().size());

            DispositionException.Refused refused = assertThrows(
                    DispositionException.Refused.class,
                    () -> client.setDispositionBlocking(request().agentId("nobody").build(), Duration.ofSeconds(5)));
            assertEquals(Advice.FIX_REQUEST, refused.getAdvice());
            assertFalse(refused.mayResend());
        }
    }

    @Test
    void aCallersClientIsUsed() {
        try (Simulator simulator = new Simulator()) {
            OkHttpClient okHttp = new OkHttpClient.Builder()
                    .addInterceptor(chain -> chain.proceed(
                            chain.request().newBuilder().header("X-Callers", "yes").build()))
                    .build();
            DispositionClient client = DispositionClient.builder(ACCOUNT, Api.GET_V2)
                    .transport(new OkHttpTransport(okHttp))
                    .baseUrl(BaseUrl.parse(simulator.getBaseUrl()))
                    .build();
            client.setDispositionBlocking(request().pauseAfterDispose(false).build());
            assertTrue(simulator.requests().get(0).get("headers").toString().contains("\"X-Callers\",\"yes\""));
        }
    }

    @Test
    void anOwnTransportIsALambda() {
        byte[] body = "{\"details\": \"queued successfully\", \"status\": \"Success\"}".getBytes(StandardCharsets.UTF_8);
        BlockingTransport own = (request, limits) -> {
            assertTrue(limits.getConnectMillis() <= limits.getTotalMillis());
            return new HttpReply(200, body);
        };
        DispositionClient client = DispositionClient.builder(ACCOUNT, Api.GET_V2).transport(own).build();
        assertEquals(Effect.QUEUED, client.setDispositionBlocking(request().build()).getEffect());
    }

    @Test
    void anOwnTransportSaysThatNothingWasSent() {
        BlockingTransport own = (request, limits) -> {
            throw new SendFailedException(FailKind.CONNECT);
        };
        DispositionClient client = DispositionClient.builder(ACCOUNT, Api.GET_V2).transport(own).build();
        DispositionException.NotSent notSent = assertThrows(
                DispositionException.NotSent.class, () -> client.setDispositionBlocking(request().build()));
        assertEquals(NotSentKind.CONNECT, notSent.getKind());
        assertTrue(notSent.mayResend());
    }

    @Test
    void aClosedClientSaysSo() {
        DispositionClient client = DispositionClient.builder(ACCOUNT, Api.GET_V2).build();
        client.close();
        client.close();
        DispositionException.NotSent notSent = assertThrows(
                DispositionException.NotSent.class, () -> client.setDispositionBlocking(request().build()));
        assertEquals(NotSentKind.CLOSED, notSent.getKind());
        assertEquals(Effect.NOT_APPLIED, notSent.getEffect());
    }

    @Test
    void aSettingThatCannotBeUsedIsTold() {
        DispositionException.InvalidRequest invalid = assertThrows(
                DispositionException.InvalidRequest.class,
                () -> DispositionClient.builder(ACCOUNT, Api.GET_V2).deadline(Duration.ZERO).build());
        assertEquals("deadline", invalid.getViolations().get(0).getField().getCode());
    }
}
