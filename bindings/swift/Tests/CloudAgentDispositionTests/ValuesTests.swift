import Foundation
import Testing

@testable import CloudAgentDisposition

@Suite struct ValuesTests {
    static let request = DispositionRequest(
        ucid: "8189000000001", did: "914000000001", agentID: "ravi", disposition: "Sale",
        comments: "मिलेंगे\u{0} 😀", pauseAfterDispose: true, pauseReason: "Lunch",
        callbackTime: "2026-11-22 09:30", callbackTimeZone: "Asia/Kolkata", autoRelease: true)

    static let receipt = Receipt(
        effect: .notApplied, advice: .retryLater, mayResend: true, retryAfter: .seconds(30),
        outcome: .rateLimited, httpStatus: 429, status: "Fail", details: "Too many",
        ucid: "1", did: "2", action: "x", excerpt: "…", pauseRequested: true,
        attempts: [
            Attempt(
                delivery: .replied, httpStatus: 429, outcome: .rateLimited,
                duration: .milliseconds(80)),
            Attempt(delivery: .noReply, kind: .reset, duration: .milliseconds(5)),
        ],
        warnings: [
            Violation(
                field: .did, problem: .notDigits, severity: .warning, detail: "Digits only.")
        ],
        requestID: String(repeating: "0", count: 32), tokenRequests: 1,
        sentence: "Wait, then send again.")

    @Test func aRequestIsItsJSONInEveryEncoder() throws {
        let json = try JSONEncoder().encode(Self.request)
        #expect(try JSONDecoder().decode(DispositionRequest.self, from: json) == Self.request)
        #expect(try DispositionRequest(json: String(decoding: json, as: UTF8.self)) == Self.request)
        #expect(try DispositionRequest(json: Self.request.json) == Self.request)
        let list = try PropertyListEncoder().encode(["one": DispositionRequest(ucid: "1")])
        let read = try PropertyListDecoder().decode([String: DispositionRequest].self, from: list)
        #expect(read == ["one": DispositionRequest(ucid: "1")])
    }

    @Test func aRequestsJSONHasTheNamesOfTheContract() throws {
        let json = try JSONDecoder().decode(Object.self, from: Data(Self.request.json.utf8))
        #expect(
            Set(json.keys) == [
                "ucid", "did", "agent_id", "disposition", "comments", "pause_after_dispose",
                "pause_reason", "callback_time", "callback_time_zone", "auto_release",
            ])
    }

    @Test(arguments: [#"{"apiKey": "KK-secret"}"#, #"{"ucid": 1}"#, "[]", "{", ""])
    func whatIsNoRequestsJSONIsRefused(_ json: String) throws {
        #expect(refusal { try DispositionRequest(json: json) } != nil)
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(DispositionRequest.self, from: Data(json.utf8))
        }
    }

    /// A decoder's keys have no order, so what it says counts none of them.
    @Test func aDecoderCountsNoKeys() throws {
        let json = Data(#"{"ucid": "1", "did": "2", "canary": 3, "Canary": 4}"#.utf8)
        let error = try refusal(of: json)
        let detail = error.debugDescription
        #expect(detail.hasPrefix("json: A key is not the name of a request's field; those are "))
        #expect(detail.filter { $0 == ":" }.count == 1, "it is said once: \(detail)")
        #expect(!detail.lowercased().contains("canary") && !detail.contains("number"))
    }

    @Test func aDecodersTextThatIsNoUnicodeIsNamed() throws {
        let error = try refusal(of: Data(#"{"ucid": "1", "comments": "\ud83d"}"#.utf8))
        #expect(error.debugDescription == "comments: It is not valid Unicode text.")
        #expect(error.codingPath.isEmpty)
        // What may be a secret is not repeated.
        let other = try refusal(of: Data(#"{"KKcanary": ["\ud83d"]}"#.utf8))
        #expect(other.debugDescription == "It is not valid Unicode text.")
        #expect(leaks("KKcanary", in: DecodingError.dataCorrupted(other)) == [])
    }

    private func refusal(of json: Data) throws -> DecodingError.Context {
        do {
            _ = try JSONDecoder().decode(DispositionRequest.self, from: json)
        } catch DecodingError.dataCorrupted(let context) {
            return context
        }
        throw Mismatch(description: "it was read")
    }

    @Test func aKeyThatComesTwiceIsTheFirstToJSONDecoderAndRefusedElsewhere() throws {
        let twice = #"{"ucid": "1", "ucid": "2"}"#
        let decoded = try JSONDecoder().decode(DispositionRequest.self, from: Data(twice.utf8))
        #expect(decoded.ucid == "1")
        let refused = refusal { try DispositionRequest(json: twice) }
        #expect(refused?.violations.map(\.problem) == [.duplicate])
    }

    @Test func aReceiptIsItsJSONInEveryEncoder() throws {
        let json = try JSONEncoder().encode(Self.receipt)
        #expect(try JSONDecoder().decode(Receipt.self, from: json) == Self.receipt)
        #expect(try Receipt(json: Self.receipt.json) == Self.receipt)
    }

    @Test(arguments: [
        (Duration.seconds(30), 30), (.milliseconds(30_001), 31), (.nanoseconds(1), 1), (.zero, 0),
        (.seconds(-1), 0), (.milliseconds(-1), 0), (.seconds(Int64.max), Int(UInt32.max)),
    ])
    func aReceiptsWaitIsRoundedUp(_ wait: Duration, _ seconds: Int) throws {
        let receipt = Receipt(effect: .notApplied, retryAfter: wait)
        #expect(try Receipt(json: receipt.json).retryAfter == .seconds(seconds))
    }

    @Test func aWordThatNobodyKnowsHasNoJSON() {
        var receipt = Self.receipt
        receipt.outcome = Outcome(rawValue: "made_up")
        #expect(throws: InvalidInput.self) { try receipt.json }
        #expect(throws: (any Error).self) { try JSONEncoder().encode(receipt) }
        #expect(throws: InvalidInput.self) { try Receipt(json: #"{"effect": "applied"}"#) }
    }

    /// What a newer version wrote comes back through whatever encoder there is, copies with it.
    @Test func aReceiptOfANewerVersionIsKept() throws {
        let newer = try Self.receipt.json
            .replacingOccurrences(of: #""rate_limited""#, with: #""rate_limited_again""#)
            .replacingOccurrences(of: #""effect""#, with: #""later":[1],"effect""#)
        let read = try JSONDecoder().decode(Receipt.self, from: Data(newer.utf8))
        #expect(read.outcome == nil && read.attempts.map(\.outcome) == [nil, nil])
        let copies = [read]
        let written = try JSONDecoder().decode(
            [JSONValue].self, from: JSONEncoder().encode(copies))
        let expected = try JSONDecoder().decode(JSONValue.self, from: Data(newer.utf8))
        #expect(written == [expected])
    }

    @Test func aRequestPrintsNoCommentAndFourDigitsOfTheDid() {
        let request = Self.request
        for printed in ["\(request)", String(reflecting: request), dumped(request)] {
            #expect(!printed.contains("मिलेंगे"))
            #expect(!printed.contains("914000"))
            #expect(printed.contains("0001"))
        }
        #expect("\(DispositionRequest())" == "DispositionRequest()")
        #expect(
            "\(DispositionRequest(did: "1", comments: ""))"
                == "DispositionRequest(did: \"…\", comments: [not shown])")
        #expect("\(DispositionRequest(did: "1234"))" == "DispositionRequest(did: \"…234\")")
        #expect(
            "\(request)" == """
                DispositionRequest(ucid: "8189000000001", did: "…0001", agentID: "ravi", \
                disposition: "Sale", comments: [not shown], pauseAfterDispose: true, \
                pauseReason: "Lunch", callbackTime: "2026-11-22 09:30", \
                callbackTimeZone: "Asia/Kolkata", autoRelease: true)
                """)
    }

    @Test func aMomentIsWrittenAsClocksShowIt() throws {
        let moment = Date(timeIntervalSince1970: 1_795_334_400)
        let india = try #require(TimeZone(identifier: "Asia/Kolkata"))
        #expect(DispositionRequest.civilTime(of: moment, in: india) == "2026-11-22 13:30")
        #expect(DispositionRequest.civilTime(of: moment, in: .gmt) == "2026-11-22 08:00")
        let later = moment.addingTimeInterval(65.9)
        let request = DispositionRequest(
            ucid: "1", did: "2", agentID: "ravi", disposition: "Call Back",
            callbackTime: DispositionRequest.civilTime(of: later, in: india),
            callbackTimeZone: india.identifier)
        #expect(request.callbackTime == "2026-11-22 13:31:05")
        let account = Account(customer: "acme", apiKey: "KK")
        #expect(try CloudAgent.validate(request, for: account, api: .getV3) == [])
    }

    @Test func aBuiltRequestPrintsMethodHostAndPath() throws {
        let built = try CloudAgent.buildRequest(
            DispositionRequest(ucid: "1"), for: Account(customer: "acme", apiKey: "KK"), api: .getV2
        )
        #expect(
            "\(built)"
                == "HTTPRequest(GET in1-ccaas-api.ozonetel.com/CAServices/Disposition/DispositionAPIV2.php)"
        )
        #expect("\(built.headers[0])" == "HTTPHeader(\(built.headers[0].name))")
    }

    @Test func aReplyPrintsItsStatusAndSize() {
        #expect("\(HTTPReply(status: 200, body: Data("secret".utf8)))" == "HTTPReply(200, 6 bytes)")
    }

    @Test(arguments: [0, -1, 99, 1_000, 65_736, 70_000, .max, .min])
    func aNumberThatIsNoStatusStandsForNone(_ status: Int) throws {
        let reply = try CloudAgent.classify(HTTPReply(status: status, body: Data()))
        #expect(reply.outcome == .unrecognised)
        #expect(reply.effect == .unknown)
        #expect(reply.advice == .checkFirst)
    }

    @Test func hintsKnowTheAPI() throws {
        let reply = HTTPReply(status: 404, body: Data())
        let hints = try Api.allCases.map { try CloudAgent.classify(reply, api: $0).hint }
        #expect(Set(hints).count > 1)
        let list = try CloudAgent.classifyList(reply)
        #expect(try CloudAgent.classifyList(reply, api: .getV2) != list)
    }

    @Test func aBaseURLIsKeptAndPrinted() throws {
        #expect("\(try BaseURL("HTTPS://Example.com/a/"))" == "https://example.com/a")
        let refused = refusal { try BaseURL("http://example.com") }
        #expect(refused?.violations.map(\.problem) == [.notHttps])
    }

    @Test func aBaseURLThatCannotBeUsedIsToldWithEverythingElse() throws {
        let refused = BaseURL.unchecked("http://example.com/\(Simulator.key)")
        #expect(refused.text.isEmpty)
        #expect("\(refused) \(String(reflecting: refused))" == "[not usable] [not usable]")
        #expect(BaseURL.unchecked("HTTPS://Example.com/").text == "https://example.com")
        let told = try CloudAgent.validate(
            DispositionRequest(), for: Simulator.account, api: .getV2, baseURL: refused)
        #expect(told.map(\.field).starts(with: [.baseURL, .agentID, .did, .ucid]))
        do throws(DispositionError) {
            _ = try DispositionClient(
                account: Simulator.account, api: .getV2, baseURL: refused, deadline: .zero)
            Issue.record("it was made")
        } catch {
            guard case .invalidRequest(let violations, _) = error else { throw error }
            #expect(violations.map(\.field) == [.baseURL, .deadline])
        }
    }

    @Test func aQueryIsReadAsURLComponentsSplitIt() throws {
        let page = URLComponents(string: "https://crm/?customer=acme&apiKey=K%2BK&ucid=1&did")!
        let read = try CloudAgent.fromParams(page.queryItems!, api: .getV2)
        #expect(read.customer == "acme")
        #expect(read.apiKey?.expose() == "K+K")
        #expect(read.request == DispositionRequest(ucid: "1"))
        #expect(read.violations.contains { $0.field == .did && $0.problem == .missing })
    }

    @Test func anErrorSaysWhatHappenedInEveryWayThatErrorsAreRead() {
        let receipt = Self.receipt
        let errors: [(DispositionError, Int)] = [
            (.invalidRequest(violations: receipt.warnings, receipt: receipt), 1),
            (.notSent(kind: .connect, receipt: receipt), 2),
            (.refused(receipt: receipt), 3),
            (.uncertain(kind: .timeout, receipt: receipt), 4),
            (.bug(effect: .unknown), 5),
        ]
        for (error, code) in errors {
            #expect(error.localizedDescription == error.receipt.sentence)
            #expect("\(error)" == error.receipt.sentence)
            let bridged = error as NSError
            #expect(bridged.domain == "CloudAgentDisposition.DispositionError")
            #expect(bridged.code == code)
            #expect(bridged.localizedDescription == error.receipt.sentence)
            #expect(bridged.userInfo["effect"] as? String == error.effect.rawValue)
            #expect(bridged.userInfo["advice"] as? String == error.advice.rawValue)
            #expect(String(reflecting: error).contains(error.receipt.sentence))
        }
        #expect(errors[2].0.mayResend)
        #expect(String(reflecting: errors[1].0).hasPrefix("notSent.connect("))
    }

    @Test func aBugSaysHonestlyWhatItMayHaveDone() {
        let sending = DispositionError.bug(effect: .unknown)
        #expect(sending.advice == .checkFirst && !sending.mayResend)
        #expect(sending.description.contains("may have been applied"))
        let before = DispositionError.bug(effect: .notApplied)
        #expect(before.advice == .doNotRetry && !before.mayResend)
        #expect(before.description.contains("Nothing was sent"))
    }

    @Test func aDurationIsWholeMillisecondsRoundedDown() {
        #expect(Duration.microseconds(1_999).wholeMilliseconds == 1)
        #expect(Duration.seconds(-1).wholeMilliseconds == -1_000)
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeMilliseconds == .min)
    }

    private func refusal<Value>(_ read: () throws -> Value) -> InvalidInput? {
        do {
            _ = try read()
            return nil
        } catch {
            return error as? InvalidInput
        }
    }

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }
}
