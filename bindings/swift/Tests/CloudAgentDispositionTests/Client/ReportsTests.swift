#if os(Linux)
    import Foundation
    import Testing

    @testable import CloudAgentDisposition

    /// What nobody knew, looked up in the simulator's own records: no reply is scripted here. Every row of
    /// theirs has the account's key in it.
    @Suite(.timeLimit(.minutes(1))) struct ReportsTests {
        private let simulator: Simulator
        private let today: String

        init() throws {
            simulator = try Simulator()
            let day = try CloudAgent.recordDay(of: Date(), utcOffsetMinutes: 330)
            today = try #require(day)
        }

        private func inject(
            _ fault: String, on endpoint: String, _ more: Object = [:]
        ) async throws {
            let fault: Object = [
                "fault": .text(fault), "count": .integer(1), "endpoint": .text(endpoint),
            ]
            try await simulator.inject(.object(fault.merging(more) { $1 }))
        }

        /// By a client of its own: each keeps a pace of its own, too.
        private func lookUp() async throws -> Settlement {
            try await simulator.client().lookUp(Simulator.request, day: today)
        }

        /// Sends the disposition, loses it, lets something happen, and looks it up.
        private func settled(
            after fault: String, api: Api = .getV2, meanwhile: () async throws -> Void = {}
        ) async throws -> (found: Settlement, before: Receipt, after: Receipt) {
            let client = try simulator.client(api: api)
            try await inject(fault, on: "disposition")
            let end = await client.end()
            #expect(end.name == "uncertain.reset" && end.receipt.effect == .unknown)
            #expect(end.receipt.sentence.contains("look_up"))
            try await meanwhile()
            let found = try await client.lookUp(Simulator.request, day: today)
            let receipt = try CloudAgent.settleReceipt(
                end.receipt, of: Simulator.request, by: found)
            #expect(receipt.effect == found.effect && !found.mayResend)
            #expect(try Receipt(json: receipt.json) == receipt)
            #expect(leaks(Simulator.key, in: found, receipt, client) == [])
            #expect(leaks(Simulator.comments, in: found, receipt) == [])
            return (found, end.receipt, receipt)
        }

        @Test(arguments: [Api.getV2, .postApiKey])
        func aCallWhoseReplyWasLostEndsApplied(_ api: Api) async throws {
            let (found, _, receipt) = try await settled(after: "reset_after_applied", api: api)
            #expect(found.finding == .stands && found.lookup == nil && found.lookAgain == nil)
            #expect(found.record?.disposition == "Sale" && found.record?.agentID == "ravi")
            #expect(found.record?.ucid == Simulator.request.ucid)
            #expect(receipt.effect == .applied && receipt.settled == .stands)
            #expect(receipt.sentence == found.sentence && !receipt.mayResend)

            let requests = try await simulator.journal().requests
            #expect(requests.map(\.applied) == [true, false])
            let asked = try #require(requests.last)
            #expect(asked.method == "GET" && asked.target == "/ca_reports/fetchCdrByUCID")
            let ucid = try #require(Simulator.request.ucid)
            #expect(asked.body?.contains(#""ucid":"\#(ucid)""#) == true)
        }

        @Test func aCallThatWasLostItselfStaysUnknown() async throws {
            let (found, before, after) = try await settled(after: "reset_before_applied")
            #expect(found.finding == .noneYet && found.lookAgain != nil)
            #expect(after == before && after.effect == .unknown)
        }

        @Test(arguments: ["reset_before_applied", "reset_after_applied"])
        func whatTheAgentDisposedOtherwiseIsNotInForce(_ fault: String) async throws {
            let (found, _, after) = try await settled(after: fault) {
                try await simulator.dispose(Simulator.request, as: "No Answer")
            }
            #expect(found.finding == .anotherStands && found.record?.disposition == "No Answer")
            #expect(after.effect == .notApplied && after.settled == .anotherStands)
            #expect(!after.mayResend && after.sentence.contains("not in force"))
        }

        @Test func whatDoesNotShowYetIsLookedUpAgainLater() async throws {
            try await simulator.become(
                #"""
                {"accounts": [{"customer": "acme", "api_key": "\#(Simulator.key)"}],
                 "agents": ["ravi"], "campaigns": {"1001": ["Sale"]},
                 "calls": [{"ucid": "81891700000000002", "did": "914000000001", "agent": "ravi",
                            "state": "ended", "record": {"Disposition": "call_autodrop"}}],
                 "reports": {"shows_after_seconds": 300}}
                """#)
            let (early, before, after) = try await settled(after: "reset_after_applied")
            #expect(early.finding == .noneYet && after == before)
            #expect(early.lookAgain == .seconds(300))
            try await simulator.moveClock(seconds: 300)
            #expect(try await lookUp().finding == .stands)
        }

        /// Nobody is asked by a client that was told to wait.
        @Test func twoAMinuteAreForTheWholeAccount() async throws {
            for _ in 0..<2 { #expect(try await lookUp().finding == .noneYet) }
            let third = try simulator.client()
            for _ in 0..<2 {
                let found = try await third.lookUp(Simulator.request, day: today)
                #expect(found.finding == .noAnswer && found.effect == .unknown)
                #expect(found.lookup?.outcome == .rateLimited && found.lookup?.kind == nil)
                let wait = try #require(found.lookAgain)
                #expect(wait > .zero && wait <= .seconds(61))
            }
            #expect(try await simulator.journal().requests.count == 3)
            // It holds up nothing else.
            #expect(await third.end().name == "done")
            try await simulator.moveClock(seconds: 60)
            #expect(try await lookUp().finding == .stands)
        }

        @Test func aDamagedReportIsStillRead() async throws {
            try await simulator.dispose(
                Simulator.request, as: "Sale", comments: "\u{939}\u{93e}\u{901}")
            try await inject("damaged_text", on: "report")
            let found = try await lookUp()
            #expect(found.finding == .stands && found.record?.ucid == Simulator.request.ucid)
        }

        /// The own row is one more than are read of one call's report. A day's may be long.
        @Test func aHugeReportIsCutAtItsLimitAndSaysSo() async throws {
            try await simulator.dispose(Simulator.request, as: "Sale")
            try await inject("many_rows", on: "report", ["rows": .integer(1_000)])
            let cut = try await lookUp()
            #expect(cut.finding == .notFound && cut.sentence.contains("cut at its limit"))
            try await inject("many_rows", on: "report", ["rows": .integer(20_000)])
            let day = try await simulator.client().lookUpAll([Simulator.request], day: today)
            #expect(day.map(\.finding) == [.stands])
        }

        @Test func aConnectionThatALookUpUsedSetsNothing() async throws {
            let client = try simulator.client()
            _ = try await client.setDisposition(Simulator.request)
            #expect(try await client.lookUp(Simulator.request, day: today).finding == .stands)
            _ = try await client.setDisposition(Simulator.request)
            let used = try await simulator.journal().requests.map(\.connection)
            try #require(used.count == 3)
            #expect(used[0] == used[2] && used[0] != used[1])
        }

        @Test(arguments: [
            ("half_body", Object(), Lookup(kind: .brokenReply, advice: .retryLater)),
            ("reset_before_applied", [:], Lookup(kind: .reset, advice: .retryLater)),
            ("html_502", [:], Lookup(outcome: .unavailable, advice: .retryLater)),
            (
                "huge_body", ["bytes": .integer(9 << 20)],
                Lookup(outcome: .unrecognised, advice: .doNotRetry)
            ),
        ])
        func aReportThatDoesNotComeSaysNothingOfTheDisposition(
            _ fault: String, _ more: Object, _ lookup: Lookup
        ) async throws {
            try await inject(fault, on: "report", more)
            let found = try await lookUp()
            #expect(found.finding == .noAnswer && found.effect == .unknown)
            #expect(found.advice == .checkFirst && found.lookup == lookup)
            #expect(try await simulator.journal().requests.count == 1)
        }
    }
#endif
