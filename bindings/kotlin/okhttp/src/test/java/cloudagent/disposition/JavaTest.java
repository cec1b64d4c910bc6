package cloudagent.disposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloudagent.disposition.okhttp.OkHttpTransport;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** The library as it is written in Java. What else Java calls is in `tests/consumers`. */
class JavaTest {
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
        OkHttpClient callers = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("X-Callers", "yes").build()))
                .build();
        try (Simulator simulator = new Simulator();
                DispositionClient client = DispositionClient.builder(ACCOUNT, Api.POST_API_KEY)
                        .transport(new OkHttpTransport(callers))
                        .baseUrl(BaseUrl.parse(simulator.getBaseUrl()))
                        .deadline(Duration.ofSeconds(10))
                        .connectTimeout(Duration.ofSeconds(2))
                        .mode(ValidationMode.STRICT)
                        .build()) {
            Receipt receipt = client.setDispositionBlocking(request().build());
            assertEquals(Effect.APPLIED, receipt.getEffect());
            assertEquals(Outcome.SAVED, receipt.getOutcome());
            assertEquals(1, simulator.requests().size());
            assertTrue(simulator.requests().get(0).get("headers").toString().contains("\"X-Callers\",\"yes\""));

            DispositionException.Refused refused = assertThrows(
                    DispositionException.Refused.class,
                    () -> client.setDispositionBlocking(request().agentId("nobody").build(), Duration.ofSeconds(5)));
            assertEquals(Advice.FIX_REQUEST, refused.getAdvice());
            assertFalse(refused.mayResend());
        }
    }

    @Test
    void aNullIsRefusedByItsNameAndNothingIsRepeated() {
        NullPointerException error =
                assertThrows(NullPointerException.class, () -> Account.withApiKey(null, "KK-secret"));
        assertTrue(error.getMessage().contains("customer"), error.getMessage());
        assertFalse(error.getMessage().contains("KK-secret"));
    }
}
