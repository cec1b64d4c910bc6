import Foundation
import Testing

@testable import CloudAgentDisposition

/// The shared vectors (`tests/vectors`, or `CAD_VECTORS_DIR`): the contract of every language.
///
/// Every file found there must have a runner, every key must be known: no case is skipped.
@Suite(.timeLimit(.minutes(2))) struct VectorTests {
    @Test func everyCaseHoldsAndIsCounted() async throws {
        let named = ProcessInfo.processInfo.environment["CAD_VECTORS_DIR"]
        let folder = named.map(URL.init(fileURLWithPath:))
        let run = try await VectorRun(
            folder: folder ?? repository.appendingPathComponent("tests/vectors"))
        for line in run.lines { print(line) }
        for failure in run.failures { Issue.record("\(failure)") }
    }

    @Test(arguments: [
        ("news.json", #"{"format": 1, "cases": [{"id": "x", "source": "spec"}]}"#),
        ("urls.text", #"{"format": 1, "cases": [{"id": "x", "source": "spec"}]}"#),
        ("urls.json", #"{"format": 1, "cases": []}"#),
        ("urls.json", #"{"format": 2, "cases": [{"id": "x", "source": "spec"}]}"#),
        ("urls.json", #"{"format": 1, "cases": [{"id": "x"}]}"#),
        ("urls.json", #"{"format": 1, "cases": [{"id": "x", "source": ""}]}"#),
        (
            "urls.json",
            #"{"format": 1, "cases": [{"id": "x", "source": "a"}, {"id": "x", "source": "a"}]}"#
        ),
        ("urls.json", #"{"format": 1, "cases": [{"id": "x", "source": "a"}], "more": 1}"#),
    ])
    func aFileOfAnotherFormFails(_ name: String, _ text: String) async throws {
        let folder = try folder([name: Data(text.utf8)])
        await #expect(throws: (any Error).self) { try await VectorRun(folder: folder) }
    }

    @Test func whatDoesNotHoldIsToldAndCounted() async throws {
        let good = #""base_url": "https://a.b/", "expect": {"kept_as": "https://a.b"}"#
        let cases = [
            good,
            #""base_url": "https://a.b/", "expect": {"kept_as": "https://a.b/"}"#,
            #""base_url": "https://a.b", "expect": {"problem": "invalid"}"#,
            #""base_url": "http://a.b", "expect": {"problem": "invalid"}"#,
            "\(good), \"more\": 1",
        ]
        let listed = cases.enumerated().map { #"{"id": "\#($0)", "source": "spec", \#($1)}"# }
        let text = #"{"format": 1, "cases": [\#(listed.joined(separator: ","))]}"#
        let run = try await VectorRun(folder: try folder(["urls.json": Data(text.utf8)]))
        #expect(run.lines.last == "vectors swift: 5 cases in 1 files")
        #expect(run.failures.count == 4)
    }
}
