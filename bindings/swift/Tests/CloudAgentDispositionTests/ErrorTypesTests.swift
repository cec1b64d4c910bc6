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
        let effects = await withTaskGroup(of: Effect.self) { group in
            group.addTask {
                do throws(DispositionError) {
                    return try await client.setDisposition(Self.wrong).effect
                } catch {
                    return error.effect
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(effects == [.notApplied])
    }

    @Test func whatLosesTheTypeIsCaughtByIt() async throws {
        let client = try Stage().client
        var effects: [Effect] = []
        do {
            async let receipt = client.setDisposition(Self.wrong)
            effects.append(try await receipt.effect)
        } catch let error as DispositionError {
            effects.append(error.effect)
        }
        do {
            let task = Task { try await client.setDisposition(Self.wrong) }
            effects.append(try await task.value.effect)
        } catch let error as DispositionError {
            effects.append(error.effect)
        }
        #expect(effects == [.notApplied, .notApplied])
    }
}
