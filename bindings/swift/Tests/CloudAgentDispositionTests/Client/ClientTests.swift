import Foundation
import Testing

@testable import CloudAgentDisposition

/// The client as a caller meets it.
@Suite(.timeLimit(.minutes(1))) struct ClientTests {
    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(86_401), .seconds(Int64.max)])
    func aLimitThatCanNotBeUsedIsRefused(_ limit: Duration) throws {
        for (deadline, connect) in [(limit, Duration.seconds(5)), (.seconds(15), limit)] {
            do throws(DispositionError) {
                _ = try DispositionClient(
                    account: Simulator.account, api: .getV2, deadline: deadline,
                    connectTimeout: connect)
                Issue.record("it was taken")
            } catch {
                guard case .invalidRequest(let violations, let receipt) = error else {
                    throw error
                }
                #expect(violations.map(\.field) == [.deadline])
                #expect(receipt.effect == .notApplied)
            }
        }
    }

    @Test func aRequestThatIsWrongIsNotSent() async throws {
        let stage = try Stage()
        do throws(DispositionError) {
            _ = try await stage.client.setDisposition(DispositionRequest(ucid: "1"))
            Issue.record("it was sent")
        } catch {
            guard case .invalidRequest(let violations, _) = error else { throw error }
            #expect(try violations == stage.client.validate(DispositionRequest(ucid: "1")))
        }
    }

    @Test func noTimeLeftIsNotSent() async throws {
        let stage = try Stage()
        for deadline in [Duration.zero, .seconds(-1)] {
            do throws(DispositionError) {
                _ = try await stage.client.setDisposition(Simulator.request, deadline: deadline)
                Issue.record("it was sent")
            } catch {
                guard case .notSent(.deadline, _) = error else { throw error }
            }
        }
    }

    @Test func aClosedClientSendsNothingAndACallInFlightGoesOn() async throws {
        let stage = try Stage()
        let inFlight = stage.call()
        let sent = await stage.sent.next()
        stage.client.close()
        stage.client.close()
        guard case .notSent(.closed, let receipt) = try await failure(stage.call()) else {
            throw Mismatch(description: "another end")
        }
        #expect(receipt.effect == .notApplied && receipt.advice == .doNotRetry)
        #expect(receipt.attempts.isEmpty && receipt.requestID.count == 32)
        sent.answer.give(.success(.queued))
        #expect(try await inFlight.value.outcome == .queued)
    }

    @Test func whatItBuildsIsWhatItSends() async throws {
        let stage = try Stage()
        let built = try stage.client.buildRequest(Simulator.request)
        let call = stage.call()
        let sent = await stage.sent.next()
        #expect(sent.request == built)
        #expect(sent.limits.bodyBytes == 65_536)
        sent.answer.give(.success(.queued))
        _ = try await call.value
    }

    @Test func itPrintsNoSecret() throws {
        let client = try Stage().client
        let expected = "DispositionClient(Account(\"acme\", [redacted]), get_v2, \(BaseURL.india))"
        #expect("\(client)" == expected)
        #expect(leaks(Simulator.key, in: client) == [])
    }
}
