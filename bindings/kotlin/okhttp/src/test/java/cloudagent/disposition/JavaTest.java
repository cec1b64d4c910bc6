package cloudagent.disposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloudagent.disposition.okhttp.OkHttpTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /** A token that several processes share, and the source of one. */
    private static final class Shared implements BlockingTokenStore {
        private StoreEntry kept;

        @Override
        public synchronized StoreEntry get(String key) {
            return kept;
        }

        @Override
        public synchronized boolean putIf(String key, String version, byte[] bytes) {
            if (!Objects.equals(version, kept == null ? null : kept.getVersion())) {
                return false;
            }
            kept = new StoreEntry(bytes, UUID.randomUUID().toString());
            return true;
        }
    }

    @Test
    void aStoreAndASourceOfTokensAreWrittenInJava() {
        List<String> paths = new CopyOnWriteArrayList<>();
        BlockingTransport transport = (request, limits) -> {
            paths.add(request.getPath());
            return request.getPath().endsWith("/generateToken")
                    ? new HttpReply(200, "{\"token\": \"a-token\"}".getBytes(StandardCharsets.UTF_8))
                    : CloudAgent.sampleReply(Outcome.SAVED);
        };
        Shared shared = new Shared();
        for (int call = 0; call < 2; call++) {
            try (DispositionClient client = DispositionClient.builder(ACCOUNT, Api.POST_TOKEN)
                    .transport(transport)
                    .tokenStore(shared)
                    .build()) {
                assertEquals(Effect.APPLIED, client.setDispositionBlocking(request().build()).getEffect());
            }
        }
        assertEquals(3, paths.size(), "one token for two calls");

        Account none = Account.withBlockingTokenSource("acme", renew -> null);
        try (DispositionClient client =
                DispositionClient.builder(none, Api.POST_TOKEN).transport(transport).build()) {
            DispositionException.NotSent unsent = assertThrows(
                    DispositionException.NotSent.class, () -> client.setDispositionBlocking(request().build()));
            assertEquals(NotSentKind.TOKEN_UNAVAILABLE, unsent.getKind());
        }
        assertEquals(3, paths.size());
    }

    @Test
    void aListIsAskedForAndADispositionComparedWithIt() {
        try (Simulator simulator = new Simulator();
                DispositionClient client = DispositionClient.builder(ACCOUNT, Api.POST_API_KEY)
                        .baseUrl(BaseUrl.parse(simulator.getBaseUrl()))
                        .build()) {
            DispositionList list = client.listDispositionsBlocking("1001");
            Violation warning = CloudAgent.checkDisposition(
                    list.getDispositions(), request().disposition("sale").build());
            assertEquals(Field.DISPOSITION, warning.getField());
            assertEquals(Severity.WARNING, warning.getSeverity());
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
