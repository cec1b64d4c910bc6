import CloudAgentDispositionBridge
import Foundation
import Testing

@testable import CloudAgentDisposition

/// The sets of codes, which `cargo gen` writes from the core's tables, and the defaults.
@Suite struct CodesTests {
    @Test func aValueIsPrintedAndEncodedAsItsCode() throws {
        #expect("\(Effect.notApplied) \(Outcome.alreadyDisposed)" == "not_applied already_disposed")
        #expect(try JSONEncoder().encode([Effect.notApplied]) == Data(#"["not_applied"]"#.utf8))
        #expect(try JSONEncoder().encode([Outcome.saved]) == Data(#"["saved"]"#.utf8))
        let read = try JSONDecoder().decode([Advice].self, from: Data(#"["none"]"#.utf8))
        #expect(read == [.nothing])
    }

    @Test func onlyAnOpenSetTakesACodeOfANewerVersion() throws {
        let newer = try JSONDecoder().decode([Outcome].self, from: Data(#"["newer"]"#.utf8))[0]
        #expect(newer.rawValue == "newer" && !Outcome.allCases.contains(newer))
        #expect(Effect(rawValue: "newer") == nil)
    }

    @Test func theDefaultsAreTheCores() throws {
        let core = try defaults()
        #expect(CloudAgent.version == core.version)
        #expect(BaseURL.india.text == core.baseUrlIndia)
        #expect(BaseURL.international.text == core.baseUrlInternational)
        #expect(Limits.defaultBodyBytes == Int(core.bodyLimit))
        // Default arguments can be read nowhere but in the public API's text.
        let file = repository.appendingPathComponent("bindings/swift/api.txt")
        let api = try String(contentsOf: file, encoding: .utf8)
        #expect(api.contains("deadline: Duration = .seconds(\(core.deadlineMs / 1_000)),"))
        #expect(
            api.contains("connectTimeout: Duration = .seconds(\(core.connectTimeoutMs / 1_000)),"))
    }

    @Test func theLibraryIsTheOneThatTheBridgeWasGeneratedFrom() throws {
        #expect(try interfaceHash() == CAD_INTERFACE_HASH)
    }
}
