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
    func coreForm<Value>(_ read: (String) throws(InvalidInput) -> Value) throws -> Value {
        let form = try JSONValue(from: self)
        let json = String(decoding: try JSONEncoder().encode(form), as: UTF8.self)
        do throws(InvalidInput) {
            return try read(json)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: codingPath, debugDescription: error.description))
        }
    }
}

extension Encoder {
    /// Writes a value in the core's JSON form.
    func encode(coreForm json: String) throws {
        try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)).encode(to: self)
    }
}
