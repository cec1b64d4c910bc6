import Foundation
import Testing

@testable import CloudAgentDisposition

/// Neither the key nor a comment shows where it must not, and the sweep that says so finds leaks.
@Suite struct SecretsTests {
    static let key = "KK-canary/7+é \"q"
    static let plainKey = "KK-canary-7"
    static let comments = "wants a \"discount\" / ₹500"
    static let account = Account(customer: "acme", apiKey: plainKey)
    static let request = DispositionRequest(
        ucid: "8189000000001", did: "914000000001", agentID: "ravi", disposition: "Sale",
        comments: comments)

    @Test func noValueShowsTheKey() throws {
        let values: [Any] = [
            ApiKey(Self.key), Token(Self.key), Account(customer: "acme", apiKey: Self.key),
            Account(customer: "acme", token: Self.key), [ApiKey(Self.key)],
            ["key": Optional(Token(Self.key))], (1, ApiKey(Self.key)),
            try CloudAgent.fromParams(
                [(name: "apiKey", value: Self.key), (name: Self.key, value: "")], api: .getV2),
            try CloudAgent.classifyToken(
                HTTPReply(status: 200, body: Data(#"{"token": "\#(Self.plainKey)"}"#.utf8))),
            try CloudAgent.buildRequest(
                Self.request, for: Account(customer: "acme", apiKey: Self.key), api: .getV2),
        ]
        for value in values {
            #expect(leaks(Self.key, in: value) == [])
            #expect(leaks(Self.plainKey, in: value) == [])
        }
    }

    @Test(arguments: Api.allCases)
    func noBuiltRequestShowsTheKeyOrTheComment(_ api: Api) throws {
        let account =
            api == .postToken ? Account(customer: "acme", token: Self.plainKey) : Self.account
        let built = try CloudAgent.buildRequest(Self.request, for: account, api: api)
        for value in [built, built.headers, built.headers.map(Optional.some)] as [Any] {
            #expect(leaks(Self.plainKey, in: value) == [])
            #expect(leaks(Self.comments, in: value) == [])
        }
        // It is there, to be sent: what is looked for could be found.
        let all = built.url + built.headers.map(\.value).joined()
        #expect(all.contains(Self.plainKey))
        let token = try CloudAgent.buildTokenRequest(for: Self.account)
        #expect(leaks(Self.plainKey, in: token, token.headers) == [])
        let list = try CloudAgent.buildListRequest(campaign: "1", for: account, api: api)
        #expect(leaks(Self.plainKey, in: list, list.headers) == [])
    }

    @Test func noRefusalShowsWhatItRefuses() throws {
        let key = Self.plainKey
        let refusals: [() throws -> Void] = [
            { _ = try BaseURL("https://example.com/?apiKey=\(key)") },
            { _ = try BaseURL("https://user:\(key)@example.com") },
            { _ = try DispositionRequest(json: #"{"apiKey": "\#(key)"}"#) },
            { _ = try DispositionRequest(json: #"{"comments": ["\#(key)"]}"#) },
            { _ = try Receipt(json: #"{"effect": "\#(key)"}"#) },
            {
                let json = Data(#"{"apiKey": "\#(key)", "ucid": ["\#(key)"]}"#.utf8)
                _ = try JSONDecoder().decode(DispositionRequest.self, from: json)
            },
            {
                let json = Data(#"{"effect": "\#(key)"}"#.utf8)
                _ = try JSONDecoder().decode(Receipt.self, from: json)
            },
            {
                _ = try CloudAgent.buildRequest(
                    Self.request, for: Account(customer: "a", apiKey: key + "\n"), api: .postApiKey)
            },
            {
                _ = try CloudAgent.buildTokenRequest(for: Account(customer: "a", apiKey: key + "é"))
            },
        ]
        for refusal in refusals {
            do {
                try refusal()
                Issue.record("nothing was refused")
            } catch {
                #expect(leaks(key, in: error) == [])
                #expect(!error.localizedDescription.isEmpty)
            }
        }
    }

    @Test func aRequestShowsItsCommentInItsJSONOnly() throws {
        let shown = leaks(Self.comments, in: Self.request)
        #expect(Set(shown) == ["DispositionRequest: encoded"])
        var invalid = Self.request
        invalid.callbackTime = "tomorrow"
        let account = Account(customer: "acme", apiKey: "KK")
        for violation in try CloudAgent.validate(invalid, for: account, api: .postApiKey) {
            #expect(leaks(Self.comments, in: violation) == [])
        }
    }

    @Test func aReplyAsReceivedShowsNoBody() {
        let reply = HTTPReply(status: 200, body: Data("bad \(Self.plainKey)".utf8))
        #expect(leaks(Self.plainKey, in: reply, [reply]) == [])
    }

    @Test func aSecretIsReadBackOnPurposeOnly() {
        #expect(ApiKey(Self.key).expose() == Self.key)
        #expect(Token(Self.key).expose() == Self.key)
    }

    @Test func nothingThatHoldsASecretCanBeEncoded() {
        for value in [ApiKey("x"), Token("x"), Self.account] as [Any] {
            #expect(!(value is any Encodable))
        }
        #expect(!(HTTPRequest.self is any Encodable.Type))
        #expect(!(HTTPHeader.self is any Encodable.Type))
        #expect(!(RawParameters.self is any Encodable.Type))
    }

    // What the sweep must find.

    struct Leaky: Encodable {
        var secret: String
        var inner: [String: String?] = [:]
    }

    final class Holder {
        let bytes: [UInt8]
        let data: Data
        init(_ secret: String) {
            bytes = Array(secret.utf8)
            data = Data(secret.utf8)
        }
    }

    struct Quiet: CustomStringConvertible, CustomDebugStringConvertible {
        let secret: Data
        var description: String { "Quiet" }
        var debugDescription: String { "Quiet" }
    }

    struct Coded: Encodable, CustomReflectable, CustomStringConvertible {
        let secret: String
        var description: String { "Coded" }
        var customMirror: Mirror { Mirror(self, children: []) }
    }

    enum Failing: Error { case with(String) }

    @Test func theSweepFindsPlantedLeaks() {
        let secret = Self.key
        let percent = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
        let planted: [Any] = [
            Leaky(secret: secret), Leaky(secret: "", inner: ["a": secret]), Holder(secret),
            Quiet(secret: Data(secret.utf8)), Coded(secret: secret), Failing.with(secret),
            NSError(domain: "a", code: 1, userInfo: ["url": ["key": secret]]),
            NSError(domain: "a", code: 1, userInfo: [secret: 1]),
            "?apiKey=\(percent)&", "?apiKey=\(percent.lowercased())&", [Optional(secret)],
        ]
        for value in planted {
            #expect(leaks(secret, in: value) != [], "in \(type(of: value))")
        }
        #expect(leaks(secret, in: Leaky(secret: "clean"), Failing.with("clean")) == [])
    }
}
