import Testing

@testable import CloudAgentDisposition
import CloudAgentDispositionBridge

@Suite struct CodesTests {
    @Test func smoke() {
        #expect(Advice.nothing.rawValue == "none")
        #expect(!codeSets().isEmpty)
    }
}
