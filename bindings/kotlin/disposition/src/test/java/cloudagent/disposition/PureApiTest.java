package cloudagent.disposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The functions without I/O, as a Java programmer writes them. */
class PureApiTest {
    private final Account account = Account.withApiKey("acme", "KK-test");

    private static DispositionRequest request() {
        return new DispositionRequest.Builder()
            .ucid("8189000000001")
            .did("914000000001")
            .agentId("ravi")
            .disposition("Sale")
            .comments("Likes Java")
            .callbackTime(LocalDateTime.of(2026, 11, 22, 9, 30))
            .callbackTimeZone("Asia/Kolkata")
            .build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aRequestIsValidatedFieldByField() {
        assertEquals(List.of(), CloudAgent.validate(account, request(), Api.GET_V3));
        List<Violation> found =
            CloudAgent.validate(account, request().toBuilder().agentId(null).build(), Api.GET_V3, BaseUrl.INTERNATIONAL);
        assertEquals(1, found.size());
        assertEquals(Field.AGENT_ID, found.get(0).getField());
        assertEquals(Problem.MISSING, found.get(0).getProblem());
        assertEquals(Severity.ERROR, found.get(0).getSeverity());
        assertFalse(found.get(0).isHard());
        assertFalse(found.get(0).getDetail().isEmpty());
    }

    @Test
    void aRequestIsBuilt() {
        HttpRequest built = CloudAgent.buildRequest(account, request(), Api.GET_V3);
        assertEquals(HttpMethod.GET, built.getMethod());
        assertEquals("in1-ccaas-api.ozonetel.com", built.getHost());
        assertEquals(443, built.getPort());
        assertTrue(built.getUrl().startsWith("https://" + built.getHost() + built.getTarget().substring(0, 5)));
        assertNull(built.getBody());
        for (HttpHeader header : built.getHeaders()) {
            assertFalse(header.getName().isEmpty());
            assertFalse(header.getValue().isEmpty());
        }
        assertEquals(HttpMethod.POST, CloudAgent.buildTokenRequest(account).getMethod());
        assertEquals(HttpMethod.GET, CloudAgent.buildListRequest(account, "Sales", Api.GET_V2, BaseUrl.INDIA).getMethod());
    }

    @Test
    void whatCanNotBeBuiltSaysWhy() {
        InvalidInputException error =
            assertThrows(InvalidInputException.class, () -> CloudAgent.buildListRequest(account, null, Api.GET_V2));
        assertEquals(Field.CAMPAIGN, error.getViolations().get(0).getField());
        assertThrows(IllegalArgumentException.class, () -> BaseUrl.parse("ftp://example.com"));
    }

    @Test
    void aReplyIsClassified() {
        Reply reply = CloudAgent.classify(429, bytes("{}"), "30");
        assertEquals(Outcome.RATE_LIMITED, reply.getOutcome());
        assertEquals(Effect.NOT_APPLIED, reply.getEffect());
        assertEquals(Advice.RETRY_LATER, reply.getAdvice());
        assertEquals(30, reply.getRetryAfterSeconds());
        assertNull(reply.getUcid());
        assertFalse(reply.getHint().isEmpty());
        assertEquals(reply, CloudAgent.classify(429, bytes("{}"), "30", null, null));
        assertFalse(CloudAgent.classify(200, bytes("hello")).isRecognised());
    }

    @Test
    void aTokenAndAListAreToldFromOtherReplies() {
        TokenResult token = CloudAgent.classifyToken(401, bytes("{}"));
        assertEquals(Effect.NOT_APPLIED, ((TokenResult.Other) token).getReply().getEffect());
        ListResult list = CloudAgent.classifyList(401, bytes("{}"));
        assertTrue(list instanceof ListResult.Other);
    }

    @Test
    void rawParametersAreRead() {
        RawParameters read = CloudAgent.fromParams(Map.of("customer", "acme", "apiKey", "KK-test", "did", "91"), Api.GET_V2);
        assertEquals("acme", read.getCustomer());
        assertEquals("KK-test", read.getApiKey().expose());
        assertEquals("91", read.getRequest().getDid());
        assertFalse(read.getViolations().isEmpty());
    }

    @Test
    void aRequestHasAJsonForm() {
        assertEquals(request(), DispositionRequest.fromJson(request().toJson()));
        assertEquals("2026-11-22 09:30:00", request().getCallbackTime());
    }

    @Test
    void aNullIsRefusedByItsNameAndNothingIsRepeated() {
        NullPointerException error =
            assertThrows(NullPointerException.class, () -> Account.withApiKey(null, "KK-secret"));
        assertTrue(error.getMessage().contains("customer"), error.getMessage());
        assertFalse(error.getMessage().contains("KK-secret"));
        assertThrows(NullPointerException.class, () -> CloudAgent.validate(account, null, Api.GET_V2));
    }

    @Test
    void codesAreWords() {
        assertEquals("post_token", Api.POST_TOKEN.getCode());
        assertEquals("post_token", Api.POST_TOKEN.toString());
        assertEquals("0.1.0", CloudAgent.VERSION);
    }
}
