import Foundation

/// Where a secret, or a comment, shows in all that Swift can print of a value or an error of ours:
/// one line a place, none where it shows nowhere.
///
/// It looks into our own values, not into the caller's variables: whoever passes a key in has it.
func leaks(_ secret: String, in values: Any...) -> [String] {
    let wanted = forms(of: secret)
    return values.flatMap { value in
        texts(of: value).filter { _, text in
            let text = text.lowercased()
            return wanted.contains { text.contains($0) }
        }.map { place, _ in "\(type(of: value)): \(place)" }
    }
}

/// A secret as it is, as it stands in a URL, in JSON, and in a debug description.
private func forms(of secret: String) -> Set<String> {
    var forms = [secret, String(secret.debugDescription.dropFirst().dropLast())]
    // The second is how the core writes it into a URL.
    let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
    for allowed in [.alphanumerics, unreserved, .urlQueryAllowed, .urlPathAllowed] {
        forms.append(secret.addingPercentEncoding(withAllowedCharacters: allowed) ?? secret)
    }
    if let json = try? JSONEncoder().encode([secret]) {
        forms.append(String(decoding: json.dropFirst(2).dropLast(2), as: UTF8.self))
    }
    return Set(forms.map { $0.lowercased() })
}

private func texts(of value: Any) -> [(place: String, text: String)] {
    var dumped = ""
    dump(value, to: &dumped)
    var found: [(String, String)] = [
        ("interpolation", "\(value)"), ("describing", String(describing: value)),
        ("reflecting", String(reflecting: value)), ("dump", dumped),
    ]
    found += reached(Mirror(reflecting: value), depth: 0).map { ("mirror", $0) }
    if let value = value as? any Encodable {
        let lists = PropertyListEncoder()
        lists.outputFormat = .xml
        for encoded in [
            try? JSONEncoder().encode([Boxed(value)]), try? lists.encode([Boxed(value)]),
        ] {
            found.append(("encoded", String(decoding: encoded ?? Data(), as: UTF8.self)))
        }
    }
    if let error = value as? any Error {
        let error = error as NSError
        for text in [
            error.description, error.debugDescription, error.domain, error.localizedDescription,
            error.localizedFailureReason ?? "", error.localizedRecoverySuggestion ?? "",
        ] + error.userInfo.keys {
            found.append(("NSError", text))
        }
        for value in error.userInfo.values {
            found.append(("userInfo", "\(value)"))
            found += reached(Mirror(reflecting: value), depth: 0).map { ("userInfo", $0) }
        }
    }
    return found
}

/// Every text within a value, as a mirror shows it: labels, texts, and bytes.
private func reached(_ mirror: Mirror, depth: Int) -> [String] {
    guard depth < 20 else { return [] }
    var found: [String] = []
    var bytes: [UInt8] = []
    for child in mirror.children {
        if let label = child.label { found.append(label) }
        switch child.value {
        case let text as String: found.append(text)
        case let data as Data: found.append(String(decoding: data, as: UTF8.self))
        case let byte as UInt8: bytes.append(byte)
        default:
            found.append("\(child.value)")
            found += reached(Mirror(reflecting: child.value), depth: depth + 1)
        }
    }
    if let parent = mirror.superclassMirror { found += reached(parent, depth: depth + 1) }
    found.append(String(decoding: bytes, as: UTF8.self))
    return found
}

/// A value of any encodable type, as itself.
private struct Boxed: Encodable {
    let value: any Encodable

    init(_ value: any Encodable) {
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        try value.encode(to: encoder)
    }
}
