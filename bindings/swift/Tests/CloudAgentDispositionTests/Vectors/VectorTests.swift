import Foundation
import Testing

@testable import CloudAgentDisposition

/// The shared vectors (`tests/vectors`, or `CAD_VECTORS_DIR`): the contract of every language.
///
/// Every file found there must have a runner, every key must be known: no case is skipped.
@Suite struct VectorTests {
    @Test func everyCaseHoldsAndIsCounted() async throws {
        let run = try await VectorRun(files: try VectorFile.all())
        for line in run.lines { print(line) }
        for failure in run.failures { Issue.record("\(failure)") }
    }

    @Test func aFileWithoutARunnerFails() async throws {
        let folder = try folder([
            "news": #"{"format": 1, "cases": [{"id": "x", "source": "spec"}]}"#
        ])
        await #expect(throws: Mismatch.self) {
            _ = try await VectorRun(files: try VectorFile.all(in: folder))
        }
    }

    @Test(arguments: [
        #"{"format": 1, "cases": []}"#,
        #"{"format": 2, "cases": [{"id": "x", "source": "spec"}]}"#,
        #"{"format": 1, "cases": [{"id": "x"}]}"#,
        #"{"format": 1, "cases": [{"id": "x", "source": ""}]}"#,
        #"{"format": 1, "cases": [{"id": "x", "source": "a"}, {"id": "x", "source": "a"}]}"#,
        #"{"format": 1, "cases": [{"id": "x", "source": "a"}], "more": 1}"#,
    ])
    func aFileOfAnotherFormFails(_ file: String) throws {
        let folder = try folder(["urls": file])
        #expect(throws: Mismatch.self) { try VectorFile.all(in: folder) }
    }

    @Test func anEmptyFolderFails() throws {
        let folder = try folder([:])
        #expect(throws: Mismatch.self) { try VectorFile.all(in: folder) }
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
        let run = try await VectorRun(files: try VectorFile.all(in: try folder(["urls": text])))
        #expect(run.lines.last == "vectors swift: 5 cases in 1 files")
        #expect(run.failures.map { $0.prefix(7) } == ["urls: 1", "urls: 2", "urls: 3", "urls: 4"])
    }

    private func folder(_ files: [String: String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "vectors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try text.write(
                to: folder.appendingPathComponent("\(name).json"), atomically: true, encoding: .utf8
            )
        }
        return folder
    }
}

/// A run of all cases of some files.
struct VectorRun {
    /// A line a file, and the count of all.
    private(set) var lines: [String] = []
    /// What does not hold.
    private(set) var failures: [String] = []

    init(files: [VectorFile]) async throws {
        for file in files {
            guard let runner = vectorRunners[file.name] else {
                throw Mismatch(description: "\(file.name).json has no runner here")
            }
            for one in file.cases {
                do {
                    try await runner(one)
                } catch {
                    failures.append("\(file.name): \(try one.text("id")): \(error)")
                }
            }
            lines.append("vectors swift: \(file.name): \(file.cases.count) cases")
        }
        let total = files.map(\.cases.count).reduce(0, +)
        lines.append("vectors swift: \(total) cases in \(files.count) files")
    }
}
