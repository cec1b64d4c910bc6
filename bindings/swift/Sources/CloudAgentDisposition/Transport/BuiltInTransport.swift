#if os(Linux)
    import Foundation
    internal import CloudAgentDispositionBridge

    /// The library's own HTTP stack, which Rust, Python, C and C++ use too: the default on Linux, where
    /// it tells more than `URLSession` can (<doc:Transports>).
    ///
    /// It has a connect timeout and keeps connections for 4 s. A send occupies a thread of its own,
    /// never one of Swift's concurrency; the thread waits a second for the next one, then ends.
    public struct BuiltInTransport: Transport, Redacted {
        private let handle: TransportHandle
        private let connectTimeout: Duration?
        private let extraCaPem: String?
        private let proxy: Proxy

        /// A transport. No I/O.
        ///
        /// - Parameters:
        ///   - connectTimeout: How long making a connection may take, 5 s where it is `nil`. What the
        ///     client says that the transport is given to holds as well.
        ///   - extraCaPem: Certificates in PEM form to trust beside the operating system's.
        ///   - proxy: Which proxy to use.
        /// - Throws: ``DispositionError/invalidRequest(violations:receipt:)`` where one of them can't
        ///   be used.
        public init(
            connectTimeout: Duration? = nil, extraCaPem: String? = nil, proxy: Proxy = .environment
        ) throws(DispositionError) {
            try self.init(connectTimeout, within: connectTimeout ?? .seconds(5), extraCaPem, proxy)
        }

        private init(
            _ own: Duration?, within limit: Duration, _ extraCaPem: String?, _ proxy: Proxy
        ) throws(DispositionError) {
            let opened = try opened {
                try openTransport(
                    connectTimeoutMs: limit.limitInMilliseconds, extraCaPem: extraCaPem,
                    proxy: try present(proxy.handle))
            }
            switch opened {
            case .opened(let transport): handle = transport
            case .failed(let result): throw result.refusal
            }
            self.connectTimeout = own
            self.extraCaPem = extraCaPem
            self.proxy = proxy
        }

        /// The same for a client: its connect timeout holds where this one names none.
        func connecting(within limit: Duration) throws(DispositionError) -> BuiltInTransport {
            if connectTimeout != nil { return self }
            return try BuiltInTransport(nil, within: limit, extraCaPem, proxy)
        }

        /// It can.
        public var canSendBodyWithGet: Bool { true }

        /// Sends a request once, as ``Transport/send(_:limits:)`` says.
        public func send(
            _ request: HTTPRequest, limits: Limits
        ) async throws(SendFailure) -> HTTPReply {
            guard !Task.isCancelled else { throw SendFailure(.cancelled) }
            let ended = Once<NativeEnd>()
            let sending = begin(request.record, limits: limits) { ended.give($0) }
            let end = await withTaskCancellationHandler {
                await ended.value()
            } onCancel: {
                sending.cancel()
            }
            switch end {
            case .reply(let reply): return HTTPReply(reply)
            case .failed(let kind, _):
                throw SendFailure(FailKind(rawValue: kind) ?? .transportFailed)
            }
        }

        /// That it is the built-in one.
        public var description: String { "BuiltInTransport" }
    }

    extension BuiltInTransport: NativeTransport {
        func begin(
            _ request: HttpRequestData, limits: Limits,
            _ ended: @escaping @Sendable (NativeEnd) -> Void
        ) -> any Errand {
            let sending = Sending()
            let handle = handle
            startOnThread { ended(sending.end(of: request, limits: limits, over: handle)) }
            return sending
        }
    }

    /// One send, which may be called off.
    private final class Sending: Errand {
        private enum State: Sendable {
            case waiting
            case out(CancelHandle)
            case over
        }

        private let state = Locked(State.waiting)

        func cancel() {
            let out = state.withLock { state in
                defer { if case .waiting = state { state = .over } }
                return if case .out(let cancel) = state { cancel } else { CancelHandle?.none }
            }
            try? out?.cancel()
        }

        /// Blocks until it has ended.
        func end(
            of request: HttpRequestData, limits: Limits, over transport: TransportHandle
        ) -> NativeEnd {
            guard let cancel = try? CancelHandle() else {
                return .failed(kind: FailKind.connect.rawValue, sent: false)
            }
            let isWanted = state.withLock { state in
                guard case .waiting = state else { return false }
                state = .out(cancel)
                return true
            }
            guard isWanted else {
                return .failed(kind: FailKind.cancelled.rawValue, sent: false)
            }
            defer { state.withLock { $0 = .over } }
            let sent = try? transport.send(
                request: request, connectMs: limits.connect.limitInMilliseconds,
                totalMs: limits.total.limitInMilliseconds,
                bodyLimit: UInt32(clamping: limits.bodyBytes), cancel: cancel)
            return switch sent {
            case .reply(let reply): .reply(reply)
            case .failed(let kind): .failed(kind: kind, sent: true)
            case nil: .failed(kind: FailKind.transportFailed.rawValue, sent: true)
            }
        }
    }

    extension BuiltInTransport {
        /// Which proxy to use. Never one for a host on this machine.
        public struct Proxy: Sendable, Redacted {
            /// What failed when it was made is told where it is used.
            let handle: ProxyHandle?
            private let name: String

            /// What `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say when it is made.
            public static var environment: Proxy {
                Proxy(handle: try? .environment(), name: "environment")
            }

            /// None.
            public static var direct: Proxy { Proxy(handle: try? .direct(), name: "direct") }

            /// This one: `http://host:port`, with user name and password where it needs them.
            public static func url(_ url: String) -> Proxy {
                Proxy(handle: try? .url(url: url), name: "url([redacted])")
            }

            /// Which of the three, without the URL.
            public var description: String { "Proxy.\(name)" }
        }
    }

    extension HTTPReply {
        init(_ record: HttpReplyData) {
            self.init(
                status: Int(record.status), body: record.body, retryAfter: record.retryAfter,
                date: record.date)
        }
    }

    extension HTTPRequest {
        var record: HttpRequestData {
            HttpRequestData(
                method: method.rawValue, url: url, host: host, port: UInt16(clamping: port),
                target: target, path: path,
                headers: headers.map { HeaderData(name: $0.name, value: $0.value) },
                body: body.map { String(decoding: $0, as: UTF8.self) }, mayUseProxy: mayUseProxy,
                replyLimit: UInt32(clamping: replyLimit), bodyWithGet: bodyWithGet,
                ownConnection: ownConnection)
        }
    }
#endif
