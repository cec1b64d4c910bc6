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
            HTTPReply(status: 200, body: Data("bad \(Self.plainKey)".utf8)),
        ]
        for value in values {
            #expect(leaks(Self.key, in: value) == [] && leaks(Self.plainKey, in: value) == [])
        }
        #expect(ApiKey(Self.key).expose() == Self.key && Token(Self.key).expose() == Self.key)
    }

    @Test(arguments: Api.allCases)
    func noBuiltRequestShowsTheKeyOrTheComment(_ api: Api) throws {
        let account =
            api == .postToken ? Account(customer: "acme", token: Self.plainKey) : Self.account
        let built = try CloudAgent.buildRequest(Self.request, for: account, api: api)
        let token = try CloudAgent.buildTokenRequest(for: Self.account)
        let list = try CloudAgent.buildListRequest(campaign: "1", for: account, api: api)
        for one in [built, token, list] {
            #expect(leaks(Self.plainKey, in: one, one.headers) == [])
            #expect(leaks(Self.comments, in: one, one.headers.map(Optional.some)) == [])
        }
        // It is there, to be sent: what is looked for could be found.
        let all = built.url + built.headers.map(\.value).joined()
        #expect(all.contains(Self.plainKey))
    }

    @Test func noRefusalShowsWhatItRefuses() throws {
        let key = Self.plainKey
        let decode = { (type: any Decodable.Type, json: String) in
            try JSONDecoder().decode(type, from: Data(json.utf8))
        }
        let refusals: [() throws -> Any] = [
            { try BaseURL("https://example.com/?apiKey=\(key)") },
            { try BaseURL("https://user:\(key)@example.com") },
            { try DispositionRequest(json: #"{"apiKey": "\#(key)"}"#) },
            { try DispositionRequest(json: #"{"comments": ["\#(key)"]}"#) },
            { try Receipt(json: #"{"effect": "\#(key)"}"#) },
            { try decode(DispositionRequest.self, #"{"apiKey": "\#(key)", "ucid": ["\#(key)"]}"#) },
            { try decode(Receipt.self, #"{"effect": "\#(key)"}"#) },
            {
                try CloudAgent.buildRequest(
                    Self.request, for: Account(customer: "a", apiKey: key + "\n"), api: .postApiKey)
            },
            { try CloudAgent.buildTokenRequest(for: Account(customer: "a", apiKey: key + "é")) },
        ]
        for refusal in refusals {
            let error: any Error = try thrown(refusal)
            #expect(leaks(key, in: error) == [] && !error.localizedDescription.isEmpty)
        }
    }

    @Test func aRequestShowsItsCommentInItsJSONOnly() throws {
        let shown = leaks(Self.comments, in: Self.request)
        #expect(Set(shown) == ["DispositionRequest: encoded"])
        var invalid = Self.request
        invalid.callbackTime = "tomorrow"
        let violations = try CloudAgent.validate(invalid, for: Self.account, api: .postApiKey)
        #expect(!violations.isEmpty && leaks(Self.comments, in: violations) == [])
    }

    @Test func nothingThatHoldsASecretCanBeEncoded() {
        for type in [
            ApiKey.self, Token.self, Account.self, HTTPRequest.self, HTTPHeader.self,
            RawParameters.self,
        ] as [Any.Type] {
            #expect(!(type is any Encodable.Type))
        }
    }

    // What the sweep must find.

    struct Coded: Encodable, CustomReflectable, CustomStringConvertible {
        let secret: String
        var description: String { "Coded" }
        var customMirror: Mirror { Mirror(self, children: []) }
    }

    struct Quiet: CustomStringConvertible {
        let secret: Data
        var description: String { "Quiet" }
    }

    class Holder {
        let secret: String
        init(_ secret: String) { self.secret = secret }
    }

    final class Heir: Holder {}

    enum Failing: Error { case with(String) }

    @Test func theSweepFindsPlantedLeaks() {
        let secret = Self.key
        let percent = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
        let planted: [Any] = [
            Heir(secret), Quiet(secret: Data(secret.utf8)), Coded(secret: secret),
            Failing.with(secret), NSError(domain: "a", code: 1, userInfo: ["url": ["key": secret]]),
            NSError(domain: "a", code: 1, userInfo: [secret: 1]), ["a": Optional(secret)],
            "?apiKey=\(percent)&", "?apiKey=\(percent.lowercased())&", [Optional(secret)],
        ]
        for value in planted {
            #expect(leaks(secret, in: value) != [], "in \(type(of: value))")
        }
        #expect(leaks(secret, in: Coded(secret: "clean"), Failing.with("clean")) == [])
    }
}
