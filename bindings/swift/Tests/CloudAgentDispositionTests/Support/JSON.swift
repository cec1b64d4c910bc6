import Foundation

/// A JSON value that can be compared.
enum JSON: Hashable, Sendable {
    case null
    case flag(Bool)
    case integer(Int)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    /// A text, or null.
    init(_ text: String?) {
        self = text.map(JSON.text) ?? .null
    }

    /// One of `JSONSerialization`'s values. No test has fractions.
    init(_ value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let number as NSNumber where Self.isFlag(number): self = .flag(number.boolValue)
        case let number as NSNumber: self = .integer(number.intValue)
        case let list as [Any]: self = .list(list.map(JSON.init))
        case let object as [String: Any]: self = .object(object.mapValues(JSON.init))
        default: self = .null
        }
    }

    /// A text of JSON.
    init(text: String) throws {
        self.init(try JSONSerialization.jsonObject(with: Data(text.utf8)))
    }

    /// A file of the repository; null where there is none.
    static func file(_ path: String) -> JSON {
        let file = checkout.appendingPathComponent(path)
        let value = try? JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return value.map(JSON.init) ?? .null
    }

    /// What `JSONSerialization` writes.
    var value: Any {
        switch self {
        case .null: NSNull()
        case .flag(let flag): flag
        case .integer(let integer): integer
        case .text(let text): text
        case .list(let list): list.map(\.value)
        case .object(let object): object.mapValues(\.value)
        }
    }

    /// Its members, where it is an object.
    var object: [String: JSON] {
        if case .object(let object) = self { object } else { [:] }
    }

    /// Its elements, where it is a list.
    var list: [JSON] {
        if case .list(let list) = self { list } else { [] }
    }

    subscript(_ key: String) -> JSON? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var integer: Int? {
        guard case .integer(let integer) = self else { return nil }
        return integer
    }

    private static func isFlag(_ number: NSNumber) -> Bool {
        // Foundation reads `true` and `1` as numbers both; only the type that they print tells.
        String(cString: number.objCType) == "c"
    }
}
