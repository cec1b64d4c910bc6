import CloudAgentDispositionBridge
import Foundation
import Testing

@testable import CloudAgentDisposition

/// The enums are the core's, word for word.
@Suite struct CodesTests {
    /// Our sets, by the names that the core has for them. Its error classes are the cases of
    /// `DispositionError`.
    static let ours: [String: [String]] = [
        "Effect": codes(Effect.self),
        "Advice": codes(Advice.self),
        "Outcome": codes(Outcome.self),
        "Api": codes(Api.self),
        "Delivery": codes(Delivery.self),
        "ErrorClass": ["invalid", "not_sent", "refused", "uncertain"],
        "FailKind": codes(FailKind.self),
        "NotSentKind": codes(NotSentKind.self),
        "UncertainKind": codes(UncertainKind.self),
        "ValidationMode": codes(ValidationMode.self),
        "Field": codes(Field.self),
        "Problem": codes(Problem.self),
        "Severity": codes(Severity.self),
        "Method": codes(HTTPMethod.self),
    ]

    @Test func everySetIsTheCoresInItsOrder() throws {
        let core = Dictionary(uniqueKeysWithValues: try codeSets().map { ($0.name, $0.codes) })
        #expect(core == Self.ours)
    }

    @Test func aValueIsPrintedAndEncodedAsItsCode() throws {
        #expect("\(Effect.notApplied) \(Outcome.alreadyDisposed)" == "not_applied already_disposed")
        #expect(try JSONEncoder().encode([Effect.notApplied]) == Data(#"["not_applied"]"#.utf8))
        #expect(try JSONEncoder().encode([Outcome.saved]) == Data(#"["saved"]"#.utf8))
        let read = try JSONDecoder().decode([Advice].self, from: Data(#"["none"]"#.utf8))
        #expect(read == [.nothing])
    }

    @Test func anOpenSetTakesACodeOfANewerVersion() throws {
        let newer = try JSONDecoder().decode([Outcome].self, from: Data(#"["newer"]"#.utf8))[0]
        #expect(newer.rawValue == "newer")
        #expect(!Outcome.allCases.contains(newer))
    }

    @Test func aClosedSetTakesNoOtherCode() {
        #expect(Effect(rawValue: "newer") == nil)
    }

    @Test func theDefaultsAreTheCores() throws {
        let core = try defaults()
        #expect(CloudAgent.version == core.version)
        #expect(BaseURL.india.text == core.baseUrlIndia)
        #expect(BaseURL.international.text == core.baseUrlInternational)
        #expect(Limits.defaultBodyBytes == Int(core.bodyLimit))
        // Default arguments can be read nowhere but in the public API's text.
        let api = try String(
            contentsOf: repository.appendingPathComponent("bindings/swift/api.txt"), encoding: .utf8
        )
        #expect(api.contains("deadline: Duration = .seconds(\(core.deadlineMs / 1_000)),"))
        #expect(
            api.contains("connectTimeout: Duration = .seconds(\(core.connectTimeoutMs / 1_000)),"))
    }

    @Test func theLibraryIsTheOneThatTheBridgeWasGeneratedFrom() throws {
        #expect(try interfaceHash() == CAD_INTERFACE_HASH)
    }
}

private func codes<Set: CaseIterable & RawRepresentable<String>>(_: Set.Type) -> [String] {
    Set.allCases.map(\.rawValue)
}
