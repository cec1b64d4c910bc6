import Testing

@testable import CloudAgentDisposition

/// What the README says of the type of `error`: that this compiles is most of it.
@Suite struct ErrorTypesTests {
    static let wrong = DispositionRequest(ucid: "1")

    @Test func aClosureKeepsTheTypeThatItNames() async throws {
        let client = try Stage().client
        let task = Task {
            do throws(DispositionError) {
                return try await client.setDisposition(Self.wrong).effect
            } catch {
                return error.effect
            }
        }
        #expect(await task.value == .notApplied)
    }

    @Test func whatLosesTheTypeIsCaughtByIt() async throws {
        let client = try Stage().client
        do {
            async let receipt = client.setDisposition(Self.wrong)
            Issue.record("it ended with \(try await receipt)")
        } catch let error as DispositionError {
            #expect(error.effect == .notApplied)
        }
    }
}
