internal import CloudAgentDispositionBridge
import Foundation

/// What a transport received. It prints its status and its size only.
public struct HTTPReply: Hashable, Sendable, Redacted {
    /// The status. A number outside of 100–999 stands for none.
    public var status: Int
    /// The body, undecoded.
    public var body: Data
    /// The header `Retry-After`.
    public var retryAfter: String?
    /// The header `Date`.
    public var date: String?

    /// A reply of these.
    public init(status: Int, body: Data, retryAfter: String? = nil, date: String? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
        self.date = date
    }

    /// Status and size.
    public var description: String { "HTTPReply(\(status), \(body.count) bytes)" }
}

extension HTTPReply {
    /// A longer body has no words, and the bridge traps at 2 GiB: so no more of it crosses than the one
    /// byte that tells that there was more.
    var record: HttpReplyData { record(upTo: Limits.defaultBodyBytes) }

    /// As much of it as is read for what it was asked for.
    func record(upTo bodyBytes: Int) -> HttpReplyData {
        HttpReplyData(
            status: Int32(clamping: status), retryAfter: retryAfter, date: date,
            body: body.prefix(bodyBytes + 1))
    }
}
