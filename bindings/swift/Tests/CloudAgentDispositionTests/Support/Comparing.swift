import Foundation

@testable import CloudAgentDisposition

/// A case, or any object within one.
typealias Object = [String: JSONValue]

/// Why a case, or a whole file, does not hold.
struct Mismatch: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Object {
    /// The value of a key, as the type that is asked for: null where the key is left out.
    func get<Found: Decodable>(_ key: String) throws -> Found {
        do {
            let json = try JSONEncoder().encode([self[key] ?? .null])
            return try JSONDecoder().decode([Found].self, from: json)[0]
        } catch {
            throw Mismatch("\(key) is no \(Found.self)")
        }
    }
}

func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
    guard holds else { throw Mismatch(what()) }
}

/// Fails on a key that no runner would look at.
func known(_ given: Object, _ names: String...) throws {
    let unknown = Set(given.keys).subtracting(names)
    try require(unknown.isEmpty, "unknown keys: \(unknown.sorted())")
}

/// Fails where an object has other keys or other values.
func same(_ found: Object, _ expected: Object) throws {
    try require(Set(found.keys) == Set(expected.keys), "it is \(found)")
    try includes("it", .object(found), .object(expected))
}

/// Every key that is expected, with its value; in lists, element by element. Texts are the same bytes:
/// Swift's own `==` takes "é" for "é", whichever way they are composed.
func includes(_ place: String, _ found: JSONValue?, _ expected: JSONValue) throws {
    switch (found, expected) {
    case (.object(let found), .object(let expected)):
        for (key, value) in expected { try includes("\(place).\(key)", found[key], value) }
    case (.list(let found), .list(let expected)):
        try require(found.count == expected.count, "\(place): \(found.count) elements")
        for (one, other) in zip(found, expected) { try includes(place, one, other) }
    case (.text(let found), .text(let expected)):
        try require(
            found.utf8.elementsEqual(expected.utf8), "\(place) is \(found.debugDescription)")
    default:
        try require(found == expected, "\(place) is \(String(describing: found))")
    }
}

/// What a caller finds in a value of the package, by the names of the JSON forms.
///
/// - Parameter names: The only ones of an object, where some are named.
func shown(_ value: Any, _ names: String...) -> JSONValue {
    switch value {
    case let text as String: return .text(text)
    case let flag as Bool: return .flag(flag)
    case let number as Int: return .integer(Int64(number))
    case let time as Duration: return .integer(time.wholeMilliseconds)
    case let code as any RawRepresentable<String>: return .text(code.rawValue)
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { shown($0.value) } ?? .null
    case .collection: return .list(mirror.children.map { shown($0.value) })
    default: break
    }
    var object = Object()
    for (label, value) in mirror.children {
        switch (label ?? "", value) {
        case ("retryAfter", let wait), ("lookAgain", let wait):
            let seconds = (wait as? Duration).map { Int($0.components.seconds) }
            let name = label == "lookAgain" ? "look_again" : "retry_after"
            object["\(name)_seconds"] = shown(seconds as Any)
        case ("duration", _): object["duration_ms"] = shown(value)
        case ("isRecognised", _): object["recognised"] = shown(value)
        case ("requestID", _): object["request_id"] = shown(value)
        case (let name, _):
            let words = name.replacing(/[A-Z]/) { "_\($0.output.lowercased())" }
            object[words] = shown(value)
        }
    }
    return .object(names.isEmpty ? object : object.filter { names.contains($0.key) })
}

/// The repository's own folder.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A new folder with these files.
func folder(_ files: [String: Data]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "cloudagent-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, bytes) in files { try bytes.write(to: folder.appendingPathComponent(name)) }
    return folder
}
