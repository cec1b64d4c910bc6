import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What one `URLSession` is told to do about its one request, and what came of it.
///
/// It is the delegate of the session: on Linux a delegate of the task is not asked about redirects,
/// and they would be followed, with the key.
final class Exchange: NSObject, URLSessionDataDelegate {
    private struct State: Sendable {
        /// The head, and as much of the body as has come.
        var reply: HTTPReply?
        /// Why this side ended the exchange.
        var stopped: FailKind?
        /// What is known of the request's leaving.
        var departure = Departure.unknown
    }

    /// What became of it.
    let outcome = Once<Result<HTTPReply, SendFailure>>()

    private let bodyBytes: Int
    private let state = Locked(State())

    init(bodyBytes: Int) {
        // Whatever a caller asks for, one more can be counted.
        self.bodyBytes = min(max(0, bodyBytes), Int(Int32.max) - 1)
    }

    /// Says why the task is about to be cancelled.
    func stop(as kind: FailKind) {
        state.withLock { $0.stopped = $0.stopped ?? kind }
    }

    func urlSession(
        _: URLSession, task _: URLSessionTask,
        willPerformHTTPRedirection _: HTTPURLResponse, newRequest _: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _: URLSession, dataTask _: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        guard let response = response as? HTTPURLResponse else {
            completionHandler(.cancel)
            return
        }
        let head = HTTPReply(
            status: response.statusCode,
            body: Data(),
            retryAfter: response.value(forHTTPHeaderField: "Retry-After"),
            date: response.value(forHTTPHeaderField: "Date"))
        state.withLock { $0.reply = head }
        completionHandler(.allow)
    }

    func urlSession(_: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let limit = bodyBytes
        let full: HTTPReply? = state.withLock { state in
            guard let count = state.reply?.body.count else { return nil }
            state.reply?.body.append(data.prefix(max(0, limit + 1 - count)))
            return count + data.count > limit ? state.reply : nil
        }
        guard let full else { return }
        outcome.give(.success(full))
        dataTask.cancel()
    }

    /// Nothing is ever proved to a server: what it said is the reply. Trust in the server itself is
    /// the system's to judge.
    func urlSession(
        _: URLSession, task _: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler:
            @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        #if canImport(FoundationNetworking)
            // Here the question comes when the whole reply is in, and every answer but a credential
            // loses it, the default one by never ending.
            if let reply = state.withLock({ $0.reply }) { outcome.give(.success(reply)) }
            completionHandler(.cancelAuthenticationChallenge, nil)
        #else
            completionHandler(.performDefaultHandling, nil)
        #endif
    }

    #if !canImport(FoundationNetworking)
        func urlSession(
            _: URLSession, task _: URLSessionTask,
            didFinishCollecting metrics: URLSessionTaskMetrics
        ) {
            state.withLock { $0.departure = Departure(metrics.transactionMetrics) }
        }

        func urlSession(
            _: URLSession, dataTask _: URLSessionDataTask,
            willCacheResponse _: CachedURLResponse,
            completionHandler: @escaping (CachedURLResponse?) -> Void
        ) {
            completionHandler(nil)
        }
    #endif

    /// Of the error only its code is looked at, and nothing is kept: its `userInfo` holds the URL.
    func urlSession(_: URLSession, task _: URLSessionTask, didCompleteWithError error: (any Error)?)
    {
        var state = state.withLock { $0 }
        guard let code = error.map(Self.code) else {
            return outcome.give(
                state.reply.map(Result.success) ?? .failure(SendFailure(.transportFailed)))
        }
        #if canImport(FoundationNetworking)
            // Only where libcurl's words have proved it the code is still this one.
            if code == .cannotConnectToHost { state.departure = .impossible }
        #endif
        let kind = FailKind(
            code, stopped: state.stopped, hasReply: state.reply != nil,
            departure: state.departure)
        outcome.give(.failure(SendFailure(kind)))
    }

    /// The code of a task's error, where it can be believed.
    private static func code(_ error: any Error) -> URLError.Code {
        let code = (error as? URLError)?.code ?? .unknown
        #if canImport(FoundationNetworking)
            // Foundation calls *any* failure this once one of the host's addresses has refused, also
            // where the next one took the request. Only libcurl's words tell the two apart.
            let words = (error as NSError).localizedDescription
            let neverStood = words.hasPrefix("Failed to connect to ")
            if code == .cannotConnectToHost && !neverStood { return .unknown }
        #endif
        return code
    }
}

/// What is known of a request's leaving this machine.
enum Departure: Sendable {
    /// Nothing.
    case unknown
    /// No connection stood that it could have left on.
    case impossible
    /// Its sending was begun.
    case begun
}

#if !canImport(FoundationNetworking)
    extension Departure {
        /// What a task's metrics prove. That they lack a date proves nothing by itself: it takes a
        /// connection that was begun, and none that stood.
        init(_ transactions: [URLSessionTaskTransactionMetrics]) {
            let begun = transactions.contains {
                $0.requestStartDate != nil || $0.countOfRequestHeaderBytesSent > 0
            }
            let neverStood = transactions.allSatisfy {
                ($0.domainLookupStartDate ?? $0.connectStartDate) != nil
                    && $0.connectEndDate == nil && !$0.isReusedConnection
            }
            let isImpossible = !transactions.isEmpty && neverStood
            self = begun ? .begun : isImpossible ? .impossible : .unknown
        }
    }
#endif

extension FailKind {
    /// What the end of a `URLSession` task means, which this side may have `stopped`.
    init(_ code: URLError.Code, stopped: FailKind?, hasReply: Bool, departure: Departure) {
        if let stopped {
            self = stopped
        } else if hasReply {
            self = .brokenReply
        } else if let kind = Self.beforeAnySocket[code], departure != .begun {
            self = kind
        } else if let kind = Self.withoutAConnection[code], departure == .impossible {
            self = kind
        } else {
            self = Self.others[code] ?? .transportFailed
        }
    }

    /// The codes that come before there is a socket: nothing was sent, unless the metrics know better.
    private static let beforeAnySocket: [URLError.Code: FailKind] = [
        .cannotFindHost: .nameLookup, .dnsLookupFailed: .nameLookup,
        .notConnectedToInternet: .connect, .internationalRoamingOff: .connect,
        .callIsActive: .connect, .dataNotAllowed: .connect,
        .appTransportSecurityRequiresSecureConnection: .tls,
    ]

    /// The codes of a connection that did not come to stand, or broke later: nothing was sent only
    /// where that is proved, too. A client certificate is asked for, and refused, after the request may
    /// have left: so it is not among them.
    private static let withoutAConnection: [URLError.Code: FailKind] = [
        .cannotConnectToHost: .connect, .secureConnectionFailed: .tls,
        .serverCertificateHasBadDate: .tls, .serverCertificateUntrusted: .tls,
        .serverCertificateHasUnknownRoot: .tls, .serverCertificateNotYetValid: .tls,
    ]

    /// The codes that say more than that something failed. On Linux `badServerResponse` is libcurl's
    /// "empty reply": the connection ended without a byte.
    private static let others: [URLError.Code: FailKind] = [
        .timedOut: .timeout, .networkConnectionLost: .reset,
        .badServerResponse: isLinux ? .reset : .brokenReply, .cannotParseResponse: .brokenReply,
        .cannotDecodeRawData: .brokenReply, .cannotDecodeContentData: .brokenReply,
    ]

    #if canImport(FoundationNetworking)
        private static let isLinux = true
    #else
        private static let isLinux = false
    #endif
}
