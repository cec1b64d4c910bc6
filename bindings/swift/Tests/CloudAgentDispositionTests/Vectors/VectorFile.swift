import Foundation

@testable import CloudAgentDisposition

/// A case, or any object within one.
typealias Object = [String: JSONValue]

/// Why a case, or a whole file, does not hold.
struct Mismatch: Error, CustomStringConvertible {
    let description: String
}

/// Runs one case of a file.
typealias Runner = @Sendable (Object) async throws -> Void

/// One file of the shared vectors, its form checked.
struct VectorFile {
    let name: String
    let cases: [Object]

    /// The files of `CAD_VECTORS_DIR`, or of the repository. At least one is there.
    static func all(in folder: URL = folder()) throws -> [VectorFile] {
        let found = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
        try require(!found.isEmpty, "no vectors in \(folder.path)")
        return try found.map(VectorFile.init)
    }

    init(_ file: URL) throws {
        name = file.deletingPathExtension().lastPathComponent
        let read = try JSONDecoder().decode(Object.self, from: Data(contentsOf: file))
        try known(read, "format", "cases", "$schema")
        try require(try read.integer("format") == 1, "\(name): a format that is not known here")
        cases = try read.objects("cases")
        try require(!cases.isEmpty, "\(name): no cases")
        let ids = try cases.map { try $0.text("id") }
        try require(Set(ids).count == ids.count, "\(name): an id stands twice")
        for one in cases {
            try require(try !one.text("source").isEmpty, "\(name): a case names no source")
        }
    }

    private static func folder() -> URL {
        if let named = ProcessInfo.processInfo.environment["CAD_VECTORS_DIR"] {
            return URL(fileURLWithPath: named)
        }
        return repository.appendingPathComponent("tests/vectors")
    }
}

/// The repository's own folder.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
    guard holds else { throw Mismatch(description: what()) }
}

/// Fails on a key that no runner would look at.
func known(_ given: Object, _ names: String...) throws {
    let unknown = Set(given.keys).subtracting(names)
    try require(unknown.isEmpty, "unknown keys: \(unknown.sorted())")
}

/// Fails where two texts are not the same bytes. Swift's own `==` takes "é" for "é", whichever way
/// they are composed.
func same(_ found: String?, _ expected: String?, _ what: String) throws {
    try require(
        found.map { Array($0.utf8) } == expected.map { Array($0.utf8) },
        "\(what) is \(found.debugDescription), not \(expected.debugDescription)")
}
