import Foundation
import Testing

@testable import CloudAgentDisposition

/// Call records and callbacks: what the vectors do not show.
@Suite struct RecordsTests {
    static let key = "KK-canary-7"
    static let request = DispositionRequest(
        ucid: "8189000000001", agentID: "ravi", disposition: "Sale")

    /// Rows whose ids are beyond what a double holds.
    private func day(_ count: Int, first: Int = 9_007_199_254_740_991) throws -> Records {
        let rows = (0..<count).map { #"{"UCID": \#(first + $0), "Disposition": "Sale"}"# }
        let body = #"{"status": "success", "details": [\#(rows.joined(separator: ","))]}"#
        let reply = HTTPReply(status: 200, body: Data(body.utf8))
        guard case .records(let records) = try CloudAgent.classifyRecords(reply, asked: .day) else {
            throw Mismatch("no list")
        }
        return records
    }

    @Test func aListIsACollectionAndEveryIdIsExact() throws {
        let first = 9_007_199_254_740_991
        let records = try day(1_000, first: first)
        let expected = (0..<1_000).map { String(first + $0) }
        #expect(records.map(\.ucid) == expected && records.count == 1_000)
        #expect(records.last?.ucid == expected[999] && records.first?.ucid == expected[0])
        #expect(records.reversed().map(\.ucid) == expected.reversed())
        #expect(records[500].ucid == expected[500] && records[501].ucid == expected[501])
        #expect(records.firstIndex { $0.ucid == expected[700] } == 700)
        #expect(try day(1_000) == records && records != Records([]))
        #expect(try Array(day(3)) == Array(records.prefix(3)))
        #expect("\(records)" == "Records(1000)")
        let none = Records([], isTruncated: true, isInWords: true)
        #expect(none.isEmpty && "\(none)" == "Records(0, truncated, in words)")
        #expect(none.first == nil && none != Records([]))
    }

    @Test func aWholeDayIsReadAndSettledBy() async throws {
        let records = try day(50_000)
        #expect(records.count == 50_000 && !records.isTruncated)
        var request = Self.request
        request.ucid = String(9_007_199_254_740_991 + 49_999)
        let settlement = try CloudAgent.settle(request, api: .getV2, by: records)
        #expect(settlement.finding == .stands && settlement.record == records[49_999])
        // Many at once, each in its own place.
        await withTaskGroup(of: Bool.self) { group in
            for part in 0..<4 {
                group.addTask {
                    let places = stride(from: part, to: 50_000, by: 5_000)
                    return places.allSatisfy {
                        records[$0].ucid == String(9_007_199_254_740_991 + $0)
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test func aReplyWithoutAListSettlesNothing() throws {
        let reply = HTTPReply(status: 401, body: Data("{}".utf8))
        let result = try CloudAgent.classifyRecords(reply, asked: .oneCall)
        let settlement = try CloudAgent.settle(Self.request, api: .getV2, by: result)
        #expect(settlement.finding == .noAnswer && settlement.effect == .unknown)
        #expect(settlement.lookup?.advice == .fixCredentials)
        let failed = try CloudAgent.settle(
            Self.request, api: .getV2, by: SendFailure(.connect))
        #expect(failed.finding == .noAnswer && failed.lookup?.kind == .connect)
        #expect(failed.lookup?.outcome == nil && !failed.mayResend)
        let invalid: InvalidInput = try thrown {
            try CloudAgent.settle(DispositionRequest(), api: .getV2, by: Records([]))
        }
        #expect(invalid.violations.map(\.field) == [.ucid, .disposition])
    }

    @Test func aReceiptOfANewerVersionIsSettledAndKeepsWhatThatWrote() throws {
        let unknown = Receipt(effect: .unknown, advice: .checkFirst, sentence: "Nobody knows.")
        let json = String(try unknown.json.dropLast()) + #","later":7}"#
        let record = CallRecord(ucid: Self.request.ucid, disposition: "Sale")
        let found = try CloudAgent.settle(Self.request, api: .getV2, by: record)
        let settled = try CloudAgent.settleReceipt(
            Receipt(json: json), of: Self.request, by: found)
        #expect(settled.settled == .stands && settled.effect == .applied)
        #expect(try settled.json.contains(#""later":7"#))
        let ofOurs = Receipt(effect: .unknown, outcome: Outcome(rawValue: "of-our-own"))
        let invalid: InvalidInput = try thrown {
            try CloudAgent.settleReceipt(ofOurs, of: Self.request, by: found)
        }
        #expect(invalid.violations.map(\.field) == [.json])
    }

    @Test func noRecordAndNoCallbackShowsTheKeyOrTheComments() throws {
        let body = #"{"monitorUCID": "8189", "Comments": "private", "Apikey": "\#(Self.key)"}"#
        let callback = try CloudAgent.readCallback(Data(body.utf8))
        #expect(callback.record.callID == "8189" && callback.record.comments == "private")
        #expect(try callback.isAuthentic(for: Account(customer: "a", apiKey: Self.key)))
        #expect(try !callback.isAuthentic(for: Account(customer: "a", apiKey: "KK-canary-8")))
        #expect(try !callback.isAuthentic(for: Account(customer: "a", token: Self.key)))
        var record = callback.record
        record.did = "914000000001"
        let records = Records([record])
        let settlement = try CloudAgent.settle(
            DispositionRequest(ucid: "8189", disposition: "Sale"), api: .getV2, by: records)
        #expect(settlement.record == record)
        for hidden in [Self.key, "private", "914000000001"] {
            #expect(
                leaks(hidden, in: callback, record, records, RecordsResult.records(records)) == [])
            #expect(leaks(hidden, in: settlement) == [])
        }
        #expect("\(record)" == #"CallRecord(did: "…0001")"#)
        let (without, with) = try (record.json(), record.json(withComments: true))
        #expect(!without.contains("private") && with.contains("private"))
        for type in [Callback.self, CallRecord.self, Records.self] as [Any.Type] {
            #expect(!(type is any Encodable.Type))
        }
    }

    @Test func aCallbackThatCantBeReadIsRefusedWithoutAWordOfIt() throws {
        let long = Data(repeating: 0x20, count: (1 << 20) + 1)
        for (body, problem) in [
            (Data("\(Self.key)=".utf8), Problem.invalid), (Data(), .invalid), (long, .tooLong),
        ] {
            let invalid: InvalidInput = try thrown {
                try CloudAgent.readCallback(body)
            }
            #expect(invalid.violations.map(\.problem) == [problem])
            #expect(leaks(Self.key, in: invalid) == [])
        }
    }

    @Test func aDayIsTheAccountsOwn() throws {
        let moment = Date(timeIntervalSince1970: 1_795_977_000)
        #expect(try CloudAgent.recordDay(of: moment, utcOffsetMinutes: 330) == "2026-11-30")
        #expect(try CloudAgent.recordDay(of: moment, utcOffsetMinutes: -300) == "2026-11-29")
        for seconds in [0, 1_795_977_000_000, Double.infinity, -.infinity, .nan] {
            let moment = Date(timeIntervalSince1970: seconds)
            #expect(try CloudAgent.recordDay(of: moment, utcOffsetMinutes: 330) == nil)
        }
    }
}
