import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends over `URLSession`: the default on Apple's platforms.
///
/// It keeps no cookie, cache or credential, follows no redirect, and **reuses no connection**:
/// `URLSession` repeats a GET by itself when a connection that it had kept turns out to be dead, and
/// the vendor's GET changes state. It keeps the deadline to the millisecond, but `URLSession` has no
/// connect timeout: a call whose connection never stood ends `uncertain` at its deadline.
///
/// That nothing was sent is claimed for codes that come before there is a socket, and for a refused
/// connection and a failed TLS handshake only where the task's metrics (on Linux: libcurl's words) say
/// so, too. **Apple's side of this was never compiled, let alone run.** On Linux prefer
/// `BuiltInTransport`: <doc:Transports> says why.
public struct URLSessionTransport: Transport, Redacted {
    /// A transport. No I/O.
    public init() {}

    /// Sends a request once, as ``Transport/send(_:limits:)`` says.
    public func send(
        _ request: HTTPRequest, limits: Limits
    ) async throws(SendFailure) -> HTTPReply {
        guard !Task.isCancelled else { throw SendFailure(.cancelled) }
        // URLSession sends no GET with a body; without it this asks for something else.
        guard !request.bodyWithGet else { throw SendFailure(.unsendable) }
        #if canImport(FoundationNetworking)
            let environment = ProcessInfo.processInfo.environment
            guard request.mayUseProxy || !Self.isProxied(request, environment) else {
                throw SendFailure(.proxy)
            }
        #endif
        var limits = limits
        limits.total = min(max(.zero, limits.total), Self.longest)
        let exchange = Exchange(bodyBytes: limits.bodyBytes)
        let session = URLSession(
            configuration: Self.configuration(limits, mayUseProxy: request.mayUseProxy),
            delegate: exchange, delegateQueue: nil)
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

    #if canImport(FoundationNetworking)
        /// Whether libcurl, which Foundation sends over here, would take a proxy out of the environment.
        /// Of `NO_PROXY` only the host's own name is looked for: in doubt nothing is sent.
        static func isProxied(_ request: HTTPRequest, _ environment: [String: String]) -> Bool {
            func isNamed(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
            let names =
                request.url.hasPrefix("https:") ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
            guard (names + ["all_proxy", "ALL_PROXY"]).contains(where: isNamed) else {
                return false
            }
            // An asterisk counts only where it is the whole value.
            let exempt = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
            let hosts = exempt.split(whereSeparator: { ", ".contains($0) })
            return exempt != "*" && !hosts.contains { $0 == request.host }
        }
    #endif

    private static func configuration(
        _ limits: Limits, mayUseProxy: Bool
    ) -> URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        if !mayUseProxy { configuration.connectionProxyDictionary = [:] }
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
        else { throw SendFailure(.unsendable) }
        guard request.headers.allSatisfy({ isPrintable($0.name) && isPrintable($0.value) }) else {
            throw SendFailure(.unsendable)
        }
        var built = URLRequest(
            url: url, cachePolicy: .reloadIgnoringLocalCacheData,
            timeoutInterval: idleSeconds(limits))
        built.httpMethod = request.method.rawValue
        built.httpShouldHandleCookies = false
        built.httpBody = request.body
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
