@testable import CloudAgentDisposition

/// Typed access to what a vector file holds: what is missing or of another kind fails the case.
extension [String: JSONValue] {
    func text(_ key: String) throws -> String {
        guard case .text(let text)? = self[key] else { throw Mismatch(description: "no \(key)") }
        return text
    }

    /// A text; nil where it is null or left out.
    func optionalText(_ key: String) throws -> String? {
        switch self[key] {
        case nil, .null: nil
        default: try text(key)
        }
    }

    func integer(_ key: String) throws -> Int {
        guard case .integer(let integer)? = self[key] else {
            throw Mismatch(description: "no \(key)")
        }
        return Int(integer)
    }

    /// A number; nil where it is null or left out.
    func optionalInteger(_ key: String) throws -> Int? {
        switch self[key] {
        case nil, .null: nil
        default: try integer(key)
        }
    }

    func object(_ key: String) throws -> [String: JSONValue] {
        guard case .object(let object)? = self[key] else {
            throw Mismatch(description: "no \(key)")
        }
        return object
    }

    func list(_ key: String) throws -> [JSONValue] {
        guard case .list(let list)? = self[key] else { throw Mismatch(description: "no \(key)") }
        return list
    }

    func objects(_ key: String) throws -> [[String: JSONValue]] {
        try list(key).map {
            guard case .object(let object) = $0 else {
                throw Mismatch(description: "\(key): not an object")
            }
            return object
        }
    }

    func texts(_ key: String) throws -> [String] {
        try list(key).map {
            guard case .text(let text) = $0 else { throw Mismatch(description: "\(key): no text") }
            return text
        }
    }
}
