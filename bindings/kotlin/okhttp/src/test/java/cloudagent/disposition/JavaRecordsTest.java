package cloudagent.disposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Call records from Java. */
final class JavaRecordsTest {
    private static final String KEY = "KKdeadbeefdeadbeefdeadbeefdeadbeef";
    private final DispositionRequest request =
            new DispositionRequest.Builder().ucid("8189").agentId("ravi").disposition("Sale").build();

    @Test
    void aCallbackSettlesWhatNobodyKnew() throws Exception {
        var body = "{\"UCID\":\"8189\",\"AgentID\":\"ravi\",\"Disposition\":\"Sale\",\"Apikey\":\"" + KEY + "\"}";
        var callback = CloudAgentRecords.readCallback(body.getBytes(StandardCharsets.UTF_8));
        assertTrue(callback.isAuthentic(Account.withApiKey("acme", KEY)));
        assertFalse(callback.isAuthentic(Account.withApiKey("acme", KEY + "0")));
        assertFalse(callback.isAuthentic(Account.withToken("acme", "TT")));
        assertFalse(callback.toString().contains(KEY) || callback.getRecord().toJson(true).contains(KEY));
        var found = CloudAgentRecords.settle(request, Api.POST_API_KEY, callback.getRecord());
        assertEquals(Finding.STANDS, found.getFinding());
        assertFalse(found.mayResend());
        assertThrows(InvalidInputException.class, () -> CloudAgentRecords.readCallback(new byte[0]));
    }

    @Test
    void recordsAreAListThatIsReadPageByPage() {
        var rows = new java.util.ArrayList<CallRecord>();
        for (var ucid = 1; ucid <= 1_000; ucid++) rows.add(new CallRecord.Builder().ucid("" + ucid).build());
        var records = new Records(rows, true);
        assertEquals(rows, records.getRecords());
        assertEquals("777", records.getRecords().get(776).getUcid());
        assertThrows(IndexOutOfBoundsException.class, () -> records.getRecords().get(1_000));
        assertThrows(UnsupportedOperationException.class, () -> records.getRecords().remove(0));
        assertTrue(records.isTruncated());
        assertEquals(records, new Records(rows, true));
        assertFalse(records.equals(new Records(rows, false)) || records.equals(new Records(rows.subList(0, 999), true)));
        assertEquals(Finding.NOT_FOUND, CloudAgentRecords.settle(request, Api.GET_V2, records).getFinding());
    }

    @Test
    void aReplyThatIsNoListSaysWhy() throws Exception {
        var reply = CloudAgentRecords.classifyRecords(429, new byte[0], "7");
        var none = assertInstanceOf(NoRecords.class, reply);
        assertEquals(7, none.getRetryAfterSeconds());
        var found = CloudAgentRecords.settle(request, Api.GET_V2, reply);
        assertEquals(Outcome.RATE_LIMITED, found.getLookup().getOutcome());
        var lost = CloudAgentRecords.settle(request, Api.GET_V2, FailKind.TIMEOUT);
        assertEquals(UncertainKind.TIMEOUT, lost.getLookup().getKind());
        assertThrows(InvalidInputException.class,
                () -> CloudAgentRecords.settle(new DispositionRequest.Builder().build(), Api.GET_V2, reply));
    }

    @Test
    void aRequestForRecordsIsAGetWithABody() throws Exception {
        var account = Account.withApiKey("acme", KEY);
        var day = CloudAgentRecords.recordDay(Instant.now());
        var built = CloudAgentRecords.buildRecordRequest(account, "8189", day);
        assertTrue(built.bodyWithGet() && built.ownConnection());
        assertEquals(HttpMethod.GET, built.getMethod());
        assertFalse(built.toString().contains(KEY));
        assertThrows(InvalidInputException.class, () -> CloudAgentRecords.buildDayRequest(account, "tomorrow"));
        assertEquals(List.of(), List.copyOf(new Records(List.of()).getRecords()));
    }
}
