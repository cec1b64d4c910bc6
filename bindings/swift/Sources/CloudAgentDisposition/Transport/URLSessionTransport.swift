import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends over `URLSession`: the default on Apple's platforms.
///
/// It keeps no cookie, cache or credential, follows no redirect, and **reuses no connection**:
/// `URLSession` repeats a GET by itself when a connection that it had kept turns out to be dead, and
/// the vendor's GET changes state. A session of its own for every send is the one setting that was
/// found to prevent that; a disposition every few minutes can afford it.
///
/// `URLSession` has no connect timeout, and its `timeoutInterval` counts idle time, not all of it. The
/// deadline is kept here, to the millisecond; the connect timeout is not. On Apple's platforms the
/// task's metrics prove where nothing was sent before the deadline; on Linux nothing does, so there
/// such a call ends `uncertain`.
///
/// On Linux prefer `BuiltInTransport`, the default there: `FoundationNetworking` (6.0) ends the whole
/// process when a 401 comes with a challenge that has no quoted value, such as
/// `WWW-Authenticate: Bearer`, and nothing can be done about it from outside.
public struct URLSessionTransport: Transport, Redacted {
    /// A transport. No I/O.
    public init() {}

    /// Sends a request once, as ``Transport/send(_:limits:)`` says.
    public func send(
        _ request: HTTPRequest, limits: Limits
    ) async throws(SendFailure) -> HTTPReply {
        guard !Task.isCancelled else { throw SendFailure(.cancelled) }
        var limits = limits
        limits.total = min(max(.zero, limits.total), Self.longest)
        let exchange = Exchange(bodyBytes: limits.bodyBytes)
        let session = URLSession(
            configuration: Self.configuration(limits), delegate: exchange, delegateQueue: nil)
        // A session holds its delegate, and both their memory, until it is told that it is over.
        defer { session.invalidateAndCancel() }
        let task = session.dataTask(with: try Self.urlRequest(request, limits))
        let stop: @Sendable (FailKind) -> Void = { kind in
            exchange.stop(as: kind)
            task.cancel()
        }
        async let _ = Self.after(limits.total) { stop(.timeout) }
        task.resume()
        let result = await withTaskCancellationHandler {
            await exchange.outcome.value()
        } onCancel: {
            stop(.cancelled)
        }
        return try result.get()
    }

    /// That it is this one.
    public var description: String { "URLSessionTransport" }

    private static func after(_ time: Duration, _ action: @Sendable () -> Void) async {
        do { try await Task.sleep(for: time, clock: .continuous) } catch { return }
        action()
    }

    private static func configuration(_ limits: Limits) -> URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.urlCredentialStorage = nil
        configuration.timeoutIntervalForRequest = idleSeconds(limits)
        return configuration
    }

    private static func urlRequest(
        _ request: HTTPRequest, _ limits: Limits
    ) throws(SendFailure) -> URLRequest {
        // The core builds neither. A URL that Foundation reads in its own way would go elsewhere;
        // a header with a line end is dropped on Linux without a word, and the key with it.
        guard let url = URL(string: request.url), url.absoluteString == request.url,
            url.host != nil
        else { throw SendFailure(.nameLookup) }
        guard request.headers.allSatisfy({ isPrintable($0.name) && isPrintable($0.value) }) else {
            throw SendFailure(.connect)
        }
        var built = URLRequest(
            url: url, cachePolicy: .reloadIgnoringLocalCacheData,
            timeoutInterval: idleSeconds(limits))
        built.httpMethod = request.method.rawValue
        built.httpShouldHandleCookies = false
        built.httpBody = request.body
        built.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        for header in request.headers {
            built.setValue(header.value, forHTTPHeaderField: header.name)
        }
        return built
    }

    /// An idle limit that never comes before the deadline.
    private static func idleSeconds(_ limits: Limits) -> TimeInterval {
        TimeInterval(limits.total.components.seconds) + 60
    }

    /// As long as a send may take: Swift and Foundation trap on times that they can't count.
    private static let longest = Duration.seconds(365 * 86_400)

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}
