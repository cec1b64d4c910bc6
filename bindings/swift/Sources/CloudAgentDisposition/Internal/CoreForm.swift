import Foundation

/// Any JSON value: what carries the core's JSON form through whatever `Encoder` or `Decoder` there
/// is. It knows no field.
enum JSONValue: Codable, Hashable {
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .flag(let flag): try value.encode(flag)
        case .integer(let integer): try value.encode(integer)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }
}

extension Decoder {
    /// Reads a value through the core's own reader of its JSON form.
    ///
    /// - Throws: `DecodingError.dataCorrupted` with the violations, which repeat no value.
    func coreForm<Value>(_ read: (String) throws -> Value) throws -> Value {
        let json = String(decoding: try JSONEncoder().encode(form()), as: UTF8.self)
        do {
            return try read(json)
        } catch let invalid as InvalidInput {
            throw refused(invalid.withoutPositions.description)
        }
    }

    private func form() throws -> JSONValue {
        do {
            return try JSONValue(from: self)
        } catch DecodingError.typeMismatch(_, let context) {
            // The path beyond ours is of the input's own keys, which may hold anything.
            let key = context.codingPath.dropFirst(codingPath.count).first?.stringValue ?? ""
            let isSafe = !key.isEmpty && key.utf8.allSatisfy { $0 == 0x5F || 0x61...0x7A ~= $0 }
            let name = isSafe && key.count <= 20 ? "\(key): " : ""
            throw refused(name + "It is no valid Unicode text, nor a number that fits.")
        }
    }

    private func refused(_ why: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: why))
    }
}

extension InvalidInput {
    /// The same of keys that came in no order: the core counts them as they stand in a text. What is
    /// then said twice is said once.
    fileprivate var withoutPositions: Self {
        let counted = /^Key number [0-9]+/
        var told: [Violation] = []
        for var violation in violations {
            violation.detail.replace(counted, with: "A key")
            if !told.contains(violation) { told.append(violation) }
        }
        return Self(violations: told)
    }
}

extension Encoder {
    /// Writes a value in the core's JSON form.
    func encode(coreForm json: String) throws {
        try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)).encode(to: self)
    }
}
