import CloudAgentDispositionTesting
import Foundation
import Testing

@testable import CloudAgentDisposition

/// A campaign's dispositions, and whether a disposition is among them.
@Suite(.timeLimit(.minutes(1))) struct ListingTests {
    @Test(arguments: [Api.getV2, .getV3, .postApiKey])
    func aCampaignsDispositionsAreListed(_ api: Api) async throws {
        let simulator = try Simulator()
        let client = try simulator.client(api: api)
        let list = try await client.listDispositions(campaign: "1001")
        #expect(list.dispositions == ["Sale", "No Answer", "Call Back"])
        #expect(list.advice == .nothing && list.kind == nil && list.httpStatus == 200)
        let none = try await client.listDispositions(campaign: "1002")
        #expect(none.dispositions == nil && none.outcome == .noneFound)
        #expect(!none.sentence.isEmpty)
    }

    /// With a token, with a key that tokens are fetched with, and with a source of tokens.
    @Test func onPostTokenItComesByItsTokenAsACallDoes() async throws {
        let simulator = try Simulator()
        let fixed = Token("globex-fixed-token")
        for account in [
            Account(customer: "globex", token: fixed),
            Account(customer: "globex") { _ in fixed }, Simulator.tokenAccount,
        ] {
            let client = try simulator.client(for: account, api: .postToken)
            let list = try await client.listDispositions()
            #expect(list.dispositions?.contains("Sale") == true)
        }
        #expect(try await simulator.journal().tokenRequests == 1)
    }

    @Test func whatKeepsItFromComingIsTold() async throws {
        let account = Simulator.account
        func client(_ answer: FakeAnswer, deadline: Duration = .seconds(15)) throws
            -> DispositionClient
        {
            try DispositionClient(
                account: account, api: .getV2, transport: FakeTransport(answer),
                deadline: deadline)
        }
        let refused = try await client(.saying(.authenticationFailed))
            .listDispositions(campaign: "1")
        #expect(refused.outcome == .authenticationFailed && refused.advice == .fixCredentials)
        let lost = try await client(.failing(.reset)).listDispositions(campaign: "1")
        #expect(lost.kind == .reset && lost.advice == .retryLater && lost.dispositions == nil)
        let late = try await client(.silence, deadline: .milliseconds(20))
            .listDispositions(campaign: "1")
        #expect(late.kind == .timeout)

        let silent = try client(.silence)
        let call = Task { try await silent.listDispositions(campaign: "1") }
        call.cancel()
        #expect(try await call.value.kind == .cancelled)
        silent.close()
        #expect(try await silent.listDispositions(campaign: "1").kind == .closed)
        // More than a day is a mistake in units, and on a GET API the campaign is needed.
        await #expect(throws: InvalidInput.self) {
            try await silent.listDispositions(campaign: "1", deadline: .seconds(86_401))
        }
        await #expect(throws: InvalidInput.self) {
            try await silent.listDispositions()
        }
        #expect(leaks(Simulator.key, in: lost, refused) == [])
    }

    @Test func aFakeListsWhatItIsTold() async throws {
        let client = try DispositionClient(
            account: Simulator.account, api: .postApiKey,
            transport: FakeTransport(.listing(["Sale", "Call Back"])))
        #expect(try await client.listDispositions().dispositions == ["Sale", "Call Back"])
    }

    @Test(
        arguments: [
            ("Sale", nil), (nil, nil), ("sale", "other capitals"), ("Sales", "not on the"),
        ] as [(String?, String?)])
    func aDispositionIsLookedFor(_ disposition: String?, _ words: String?) throws {
        var request = Simulator.request
        request.disposition = disposition
        let warning = try CloudAgent.checkDisposition(of: request, in: ["Sale"])
        #expect((warning == nil) == (words == nil))
        if let warning, let words {
            #expect(warning.field == .disposition && warning.severity == .warning)
            #expect(warning.detail.contains(words))
        }
    }
}
