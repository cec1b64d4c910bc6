package cloudagent.disposition;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A transport over the JDK's own HTTP client: the one that the documents show. */
// README begins
final class JdkTransport implements BlockingTransport {
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public HttpReply send(HttpRequest request, Limits limits) throws Exception {
        var body = request.getBody() == null ? "" : request.getBody();
        var sent = java.net.http.HttpRequest.newBuilder(URI.create(request.getUrl()))
                .method(request.getMethod().getCode(), BodyPublishers.ofString(body))
                .timeout(Duration.ofMillis(limits.getTotalMillis()));
        request.getHeaders().forEach(header -> sent.header(header.getName(), header.getValue()));
        try {
            var reply = http.send(sent.build(), BodyHandlers.ofByteArray());
            var headers = reply.headers();
            return new HttpReply(reply.statusCode(), reply.body(),
                    headers.firstValue("retry-after").orElse(null), headers.firstValue("date").orElse(null));
        } catch (ConnectException failed) {
            throw new SendFailedException(FailKind.CONNECT); // nothing was sent; what else is thrown may have been
        }
    }
}
// README ends
