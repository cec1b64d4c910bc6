import Foundation

/// Where a secret shows in all that Swift can print of a value: one line a place, none where it shows
/// nowhere.
func leaks(of secret: String, in value: Any) -> [String] {
    let forms = forms(secret)
    return places(value).filter { place in
        let text = place.text.lowercased()
        return forms.contains { text.contains($0) }
    }.map { "\(type(of: value)): \($0.name)" }
}

/// A secret as it is, as it stands in a URL, in JSON, and in a literal.
private func forms(_ secret: String) -> Set<String> {
    let encoded = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
    let inPath = secret.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? secret
    let json = secret.replacingOccurrences(of: "/", with: "\\/")
    let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
    let strict = secret.addingPercentEncoding(withAllowedCharacters: unreserved) ?? secret
    return Set([secret, encoded, inPath, strict, json].map { $0.lowercased() })
}

private struct Place {
    let name: String
    let text: String
}

private func places(_ value: Any) -> [Place] {
    var dumped = ""
    dump(value, to: &dumped)
    var places = [
        Place(name: "description", text: String(describing: value)),
        Place(name: "interpolation", text: "\(value)"),
        Place(name: "debugDescription", text: String(reflecting: value)),
        Place(name: "dump", text: dumped),
        Place(name: "mirror", text: reflected(value, depth: 8)),
    ]
    if let value = value as? any Encodable {
        let json = (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) }
        places.append(Place(name: "JSON", text: json ?? ""))
    }
    if let error = value as? any Error {
        let nsError = error as NSError
        places += [
            Place(name: "localizedDescription", text: error.localizedDescription),
            Place(name: "NSError.description", text: nsError.description),
            Place(name: "NSError.userInfo", text: "\(nsError.userInfo)"),
            Place(name: "NSError.domain", text: nsError.domain),
        ]
        for (key, value) in nsError.userInfo {
            places.append(Place(name: "userInfo \(key)", text: String(reflecting: value)))
        }
    }
    return places
}

/// Every text that mirrors lead to.
private func reflected(_ value: Any, depth: Int) -> String {
    guard depth > 0 else { return "" }
    let mirror = Mirror(reflecting: value)
    return "\(value)\n"
        + mirror.children.map { reflected($0.value, depth: depth - 1) }.joined(separator: "\n")
}
