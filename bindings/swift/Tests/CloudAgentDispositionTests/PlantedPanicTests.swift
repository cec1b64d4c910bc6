import Foundation
import Testing

@testable import CloudAgentDisposition

/// What becomes of a panic in the core: an error of that one call, in words of its own.
///
/// They run with the library that has the planted panic in it: `cargo tool native swift planted` makes
/// it, and `CAD_SWIFT_LIBRARY=planted` links it.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["CAD_SWIFT_LIBRARY"] == "planted"))
struct PlantedPanicTests {
    private static let text = "planted panic"
    private static let planted = DispositionRequest(
        ucid: "8189000000001", did: "914000000001", agentID: "ravi", disposition: "Sale",
        comments: text)
    private static let account = Account(customer: "acme", apiKey: "KK-test")
    private static let named = Account(customer: text, apiKey: "KK-test")
    private static let keyed = Account(customer: "acme", apiKey: text)
    private static let tokened = Account(customer: "acme", token: text)

    private static func client(
        for account: Account = account
    ) throws(DispositionError) -> DispositionClient {
        try DispositionClient(account: account, api: .getV2, transport: Answering(body: text))
    }

    private static let functions: [(name: String, call: @Sendable () throws -> Void)] = [
        ("validate", { _ = try CloudAgent.validate(planted, for: account, api: .getV2) }),
        ("buildRequest", { _ = try CloudAgent.buildRequest(planted, for: account, api: .getV2) }),
        ("buildListRequest", { _ = try CloudAgent.buildListRequest(for: named, api: .getV2) }),
        ("buildTokenRequest", { _ = try CloudAgent.buildTokenRequest(for: keyed) }),
        ("a token", { _ = try CloudAgent.validate(planted, for: tokened, api: .postToken) }),
        ("classify", { _ = try CloudAgent.classify(reply) }),
        ("classifyAll", { _ = try CloudAgent.classifyAll([reply]) }),
        ("classifyToken", { _ = try CloudAgent.classifyToken(reply) }),
        ("classifyList", { _ = try CloudAgent.classifyList(reply) }),
        ("classifyRecords", { _ = try CloudAgent.classifyRecords(reply, asked: .day) }),
        ("readCallback", { _ = try CloudAgent.readCallback(Data(text.utf8)) }),
        ("settle", { _ = try CloudAgent.settle(planted, api: .getV2, by: record) }),
        (
            "settle by a list",
            { _ = try CloudAgent.settle(planted, api: .getV2, by: Records([record])) }
        ),
        ("CallRecord.json", { _ = try record.json() }),
        (
            "settleReceipt",
            {
                let settlement = Settlement(
                    finding: .stands, effect: .applied, advice: .nothing, sentence: text,
                    ucid: "8189000000001", disposition: "Sale")
                let receipt = Receipt(effect: .unknown)
                _ = try CloudAgent.settleReceipt(receipt, of: planted, by: settlement)
            }
        ),
        (
            "buildRecordRequest",
            {
                _ = try CloudAgent.buildRecordRequest(
                    ucid: "8189", day: "2026-11-30", for: account, now: Date(),
                    baseURL: .unchecked(text))
            }
        ),
        (
            "buildDayRequest",
            {
                _ = try CloudAgent.buildDayRequest(
                    day: "2026-11-30", for: account, now: Date(), baseURL: .unchecked(text))
            }
        ),
        ("fromParams", { _ = try CloudAgent.fromParams([(name: text, value: "")], api: .getV2) }),
        ("BaseURL", { _ = try BaseURL(text) }),
        ("DispositionRequest(json:)", { _ = try DispositionRequest(json: text) }),
        ("DispositionRequest.json", { _ = try planted.json }),
        ("Encodable", { _ = try JSONEncoder().encode(planted) }),
        ("Receipt(json:)", { _ = try Receipt(json: text) }),
        ("Receipt.json", { _ = try Receipt(effect: .applied, sentence: text).json }),
        ("a client's validate", { _ = try client().validate(planted) }),
        ("a client's buildRequest", { _ = try client().buildRequest(planted) }),
    ]

    private static let record = CallRecord(ucid: text)
    private static let reply = HTTPReply(status: 200, body: Data(text.utf8))

    @Test(arguments: functions.map(\.name))
    func aFunctionThrowsItAsAFailureOfTheLibrary(_ name: String) throws {
        let function = try #require(Self.functions.first { $0.name == name })
        #expect(throws: InternalFailure.self) { try function.call() }
        #expect("\(InternalFailure())".hasSuffix("which is a bug in it. Nothing was sent."))
    }

    @Test func aClientThatCanNotBeMadeSaysThatNothingWasSent() throws {
        #expect(throws: DispositionError.bug(effect: .notApplied)) {
            _ = try Self.client(for: Self.named)
        }
    }

    /// Where the reply was in, what it said is lost with the panic; before that, nothing was sent.
    @Test func aCallEndsAsWhatIsKnownOfIt() async throws {
        let client = try Self.client()
        var request = Self.planted
        request.comments = nil
        let bug = { (effect: Effect) in DispositionError.bug(effect: effect) }
        #expect(await client.end(request).error == bug(.unknown))
        #expect(await client.end(Self.planted).error == bug(.notApplied))
        await #expect(throws: InternalFailure.self) {
            try await client.lookUp(request, day: Self.text)
        }
        client.close()
        #expect(await client.end(Self.planted).error == bug(.notApplied))
        // The process and the library go on.
        #expect(try CloudAgent.validate(request, for: Self.account, api: .getV2) == [])
    }
}

/// Answers every request with the same body.
private struct Answering: Transport {
    let body: String

    func send(_: HTTPRequest, limits _: Limits) async throws(SendFailure) -> HTTPReply {
        HTTPReply(status: 200, body: Data(body.utf8))
    }
}
