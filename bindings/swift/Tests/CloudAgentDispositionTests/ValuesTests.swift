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

    @Test func aValueIsItsJSONInEveryEncoder() throws {
        let json = try JSONEncoder().encode(Self.request)
        #expect(try JSONDecoder().decode(DispositionRequest.self, from: json) == Self.request)
        #expect(try DispositionRequest(json: String(decoding: json, as: UTF8.self)) == Self.request)
        let list = try PropertyListEncoder().encode(["one": DispositionRequest(ucid: "1")])
        let read = try PropertyListDecoder().decode([String: DispositionRequest].self, from: list)
        #expect(read == ["one": DispositionRequest(ucid: "1")])
        let receipt = try JSONEncoder().encode(Self.receipt)
        #expect(try JSONDecoder().decode(Receipt.self, from: receipt) == Self.receipt)
    }

    /// A decoder's keys have no order, so what it says counts none of them. And what may be a secret is
    /// not repeated.
    @Test(arguments: [
        (
            #"{"ucid": "1", "did": "2", "canary": 3, "Canary": 4}"#,
            "json: A key is not the name of a request's field; those are "
        ),
        (#"{"apiKey": "canary"}"#, "json: "), (#"{"ucid": 1}"#, "ucid: "), ("[]", "json: "),
        (#"{"ucid": "1", "comments": "\ud83d"}"#, "comments: It is no valid Unicode text"),
        (#"{"KKcanary": ["\ud83d"]}"#, "It is no valid Unicode text"),
    ])
    func whatADecoderRefusesIsSaidOnce(_ json: String, _ detail: String) throws {
        let error: DecodingError = try thrown {
            try JSONDecoder().decode(DispositionRequest.self, from: Data(json.utf8))
        }
        guard case .dataCorrupted(let context) = error else { throw error }
        #expect(context.debugDescription.hasPrefix(detail), "\(context.debugDescription)")
        #expect(context.debugDescription.components(separatedBy: detail).count == 2, "said once")
        #expect(!context.debugDescription.contains("Key number") && context.codingPath.isEmpty)
        #expect(leaks("canary", in: error) == [])
    }

    @Test func aKeyThatComesTwiceIsTheFirstToJSONDecoderAndRefusedElsewhere() throws {
        let twice = #"{"ucid": "1", "ucid": "2"}"#
        let decoded = try JSONDecoder().decode(DispositionRequest.self, from: Data(twice.utf8))
        #expect(decoded.ucid == "1")
        let refused: InvalidInput = try thrown { try DispositionRequest(json: twice) }
        #expect(refused.violations.map(\.problem) == [.duplicate])
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
        let whole = """
            DispositionRequest(ucid: "8189000000001", did: "…0001", agentID: "ravi", \
            disposition: "Sale", comments: [not shown], pauseAfterDispose: true, \
            pauseReason: "Lunch", callbackTime: "2026-11-22 09:30", \
            callbackTimeZone: "Asia/Kolkata", autoRelease: true)
            """
        for (request, printed) in [
            (Self.request, whole), (DispositionRequest(), "DispositionRequest()"),
            (
                DispositionRequest(did: "1", comments: ""),
                "DispositionRequest(did: \"…\", comments: [not shown])"
            ),
            (DispositionRequest(did: "1234"), "DispositionRequest(did: \"…234\")"),
        ] {
            var dumped = ""
            dump(request, to: &dumped)
            #expect("\(request)" == printed && String(reflecting: request) == printed)
            #expect(dumped == "- \(printed)\n")
        }
    }

    @Test func aMomentIsWrittenAsClocksShowIt() throws {
        let moment = Date(timeIntervalSince1970: 1_795_334_400)
        let india = try #require(TimeZone(identifier: "Asia/Kolkata"))
        for (moment, zone, written) in [
            (moment, india, "2026-11-22 13:30"), (moment, .gmt, "2026-11-22 08:00"),
            (moment.addingTimeInterval(65.9), india, "2026-11-22 13:31:05"),
        ] {
            #expect(DispositionRequest.civilTime(of: moment, in: zone) == written)
            var request = Simulator.request
            request.callbackTime = written
            request.callbackTimeZone = zone.identifier
            #expect(try CloudAgent.validate(request, for: Simulator.account, api: .getV3) == [])
        }
    }

    @Test func whatIsSentAndReceivedPrintsNoSecret() throws {
        let built = try CloudAgent.buildRequest(
            Simulator.request, for: Simulator.account, api: .getV2)
        let path = "CAServices/Disposition/DispositionAPIV2.php"
        #expect("\(built)" == "HTTPRequest(GET in1-ccaas-api.ozonetel.com/\(path))")
        #expect("\(built.headers[0])" == "HTTPHeader(\(built.headers[0].name))")
        #expect("\(HTTPReply(status: 200, body: Data("secret".utf8)))" == "HTTPReply(200, 6 bytes)")
    }

    @Test(arguments: [-1, 65_736, .max, .min])
    func aNumberThatIsNoStatusStandsForNone(_ status: Int) throws {
        let reply = try CloudAgent.classify(HTTPReply(status: status, body: Data()))
        #expect(reply.outcome == .unrecognised && reply.advice == .checkFirst)
    }

    /// Four gigabytes, which take the memory of one body.
    @Test func bodiesOfAnySizeAreReadTogether() throws {
        let reply = HTTPReply(status: 503, body: Data(count: 16 << 20))
        let one = try CloudAgent.classify(reply)
        let all = try CloudAgent.classifyAll(Array(repeating: reply, count: 300))
        #expect(one.outcome == .unavailable && all == Array(repeating: one, count: 300))
    }

    @Test func hintsKnowTheAPI() throws {
        let reply = HTTPReply(status: 404, body: Data())
        let hints = try Api.allCases.map { try CloudAgent.classify(reply, api: $0).hint }
        #expect(Set(hints).count > 1)
        let list = try CloudAgent.classifyList(reply)
        #expect(try CloudAgent.classifyList(reply, api: .getV2) != list)
    }

    @Test func aBaseURLThatCannotBeUsedIsToldWithEverythingElse() throws {
        let refused = BaseURL.unchecked("http://example.com/\(Simulator.key)")
        #expect(refused.text.isEmpty)
        #expect("\(refused) \(String(reflecting: refused))" == "[not usable] [not usable]")
        #expect("\(BaseURL.unchecked("HTTPS://Example.com/"))" == "https://example.com")
        let told = try CloudAgent.validate(
            DispositionRequest(), for: Simulator.account, api: .getV2, baseURL: refused)
        #expect(told.map(\.field).starts(with: [.baseURL, .agentID, .did, .ucid]))
        let error: DispositionError = try thrown {
            try DispositionClient(
                account: Simulator.account, api: .getV2, baseURL: refused, deadline: .zero)
        }
        #expect(error.violations.map(\.field) == [.baseURL, .deadline])
    }

    @Test func aQueryIsReadAsURLComponentsSplitIt() throws {
        let page = URLComponents(string: "https://crm/?customer=acme&apiKey=K%2BK&ucid=1&did")!
        let read = try CloudAgent.fromParams(page.queryItems ?? [], api: .getV2)
        #expect(read.customer == "acme" && read.apiKey?.expose() == "K+K")
        #expect(read.request == DispositionRequest(ucid: "1"))
        #expect(read.violations.contains { $0.field == .did && $0.problem == .missing })
    }

    @Test func anErrorSaysWhatHappenedInEveryWayThatErrorsAreRead() {
        let receipt = Self.receipt
        for (error, code, name) in [
            (.invalidRequest(violations: receipt.warnings, receipt: receipt), 1, "invalidRequest"),
            (.notSent(kind: .connect, receipt: receipt), 2, "notSent.connect"),
            (.refused(receipt: receipt), 3, "refused"),
            (.uncertain(kind: .timeout, receipt: receipt), 4, "uncertain.timeout"),
            (.bug(effect: .unknown), 5, "internalFailure"),
        ] as [(DispositionError, Int, String)] {
            let sentence = error.receipt.sentence
            let bridged = error as NSError
            let texts = [error.localizedDescription, "\(error)", bridged.localizedDescription]
            #expect(texts == [sentence, sentence, sentence])
            #expect(bridged.domain == "CloudAgentDisposition.DispositionError")
            #expect(bridged.code == code && error.mayResend == error.receipt.mayResend)
            #expect(bridged.userInfo["effect"] as? String == error.effect.rawValue)
            #expect(bridged.userInfo["advice"] as? String == error.advice.rawValue)
            #expect(String(reflecting: error) == "\(name)(\(sentence.debugDescription))")
        }
    }

    @Test(arguments: [
        (Effect.unknown, Advice.checkFirst, "may have been applied"),
        (.notApplied, .doNotRetry, "Nothing was sent"),
    ])
    func aBugSaysHonestlyWhatItMayHaveDone(_ effect: Effect, _ advice: Advice, _ words: String) {
        let error = DispositionError.bug(effect: effect)
        #expect(error.advice == advice && !error.mayResend)
        #expect(error.description.contains(words))
    }
}
