import Foundation

@testable import CloudAgentDisposition

/// Runs one case of a file.
typealias Runner = @Sendable (Object) async throws -> Void

/// One file of the shared vectors, its form checked.
struct VectorFile {
    let name: String
    let cases: [Object]

    /// The files of a folder. At least one is there.
    static func all(in folder: URL) throws -> [VectorFile] {
        let found = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        let files = found.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
        try require(!files.isEmpty, "no vectors in \(folder.path)")
        return try files.map(VectorFile.init)
    }

    private init(_ file: URL) throws {
        name = file.deletingPathExtension().lastPathComponent
        let read = try JSONDecoder().decode(Object.self, from: Data(contentsOf: file))
        try known(read, "format", "cases", "$schema")
        try require(try read.get("format") == 1, "\(name): a format that is not known here")
        cases = try read.get("cases")
        try require(!cases.isEmpty, "\(name): no cases")
        let ids: [String] = try cases.map { try $0.get("id") }
        try require(Set(ids).count == ids.count, "\(name): an id stands twice")
        let sources: [String] = try cases.map { try $0.get("source") }
        try require(!sources.contains(""), "\(name): a case names no source")
    }
}

/// A run of all cases of some files.
struct VectorRun {
    /// A line a file, and the count of all.
    private(set) var lines: [String] = []
    /// What does not hold.
    private(set) var failures: [String] = []

    init(folder: URL) async throws {
        let files = try VectorFile.all(in: folder)
        for file in files {
            guard let runner = vectorRunners[file.name] else {
                throw Mismatch("\(file.name).json has no runner here")
            }
            for one in file.cases {
                do {
                    try await runner(one)
                } catch {
                    failures.append("\(file.name): \(one["id"] ?? .null): \(error)")
                }
            }
            lines.append("vectors swift: \(file.name): \(file.cases.count) cases")
        }
        let total = files.map(\.cases.count).reduce(0, +)
        lines.append("vectors swift: \(total) cases in \(files.count) files")
    }
}
