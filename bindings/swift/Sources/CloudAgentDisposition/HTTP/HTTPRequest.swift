internal import CloudAgentDispositionBridge
import Foundation

/// One HTTP request, complete, for any HTTP stack to send as it is.
/// ``CloudAgent/buildRequest(_:for:api:baseURL:)`` makes them.
///
/// It **holds the credential** (in the URL on the GET APIs, in a header otherwise) and the comments:
/// hand it to an HTTP stack, don't log it. It prints its method, host and path only, and can't be
/// encoded. Send it once, follow no redirect, add no `Referer`.
public struct HTTPRequest: Hashable, Sendable, Redacted {
    /// The method.
    public let method: HTTPMethod
    /// The whole URL.
    public let url: String
    /// The host, without port; an IPv6 address without brackets.
    public let host: String
    /// The port, the scheme's own where the URL names none.
    public let port: Int
    /// What stands in the request line: the path and the query.
    public let target: String
    /// The path without the query.
    public let path: String
    /// The headers. An HTTP stack may add its own (`host`, `content-length`).
    public let headers: [HTTPHeader]
    /// The body.
    public let body: Data?
    /// Whether it may go through a proxy: never where it is for this machine itself.
    public let mayUseProxy: Bool
    /// How many bytes of the reply's body to read: so many and one more, which tells that there was
    /// more.
    public let replyLimit: Int
    /// Whether it is a GET that has a body, which not every HTTP stack can send. One that can't must
    /// send nothing: without its body it asks for something else.
    public let bodyWithGet: Bool
    /// Whether it needs a connection that no other request uses, before or after: a server that
    /// ignores the body of a GET would read it as the next request. There is no header for it.
    public let ownConnection: Bool

    init(_ record: HttpRequestData) throws {
        method = try code(record.method)
        url = record.url
        host = record.host
        port = Int(record.port)
        target = record.target
        path = record.path
        headers = record.headers.map(HTTPHeader.init)
        body = record.body.map { Data($0.utf8) }
        mayUseProxy = record.mayUseProxy
        replyLimit = Int(record.replyLimit)
        bodyWithGet = record.bodyWithGet
        ownConnection = record.ownConnection
    }

    /// Method, host and path.
    public var description: String { "HTTPRequest(\(method) \(host)\(path))" }
}

/// One header of an ``HTTPRequest``. It prints its name only: its value may be the credential.
public struct HTTPHeader: Hashable, Sendable, Redacted {
    /// The name.
    public let name: String
    /// The value.
    public let value: String

    init(_ record: HeaderData) {
        name = record.name
        value = record.value
    }

    /// The name.
    public var description: String { "HTTPHeader(\(name))" }
}
