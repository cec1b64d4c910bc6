/// The table, what somebody has to read, and the summary.
func report(_ results: [Settled]) -> [String] {
    let rows = results.map { one in
        [
            "\(one.record.line)", one.record.request.ucid ?? "–",
            one.record.request.disposition ?? "–", one.effect, one.outcome, one.whatToDo,
        ].map { $0.isEmpty ? "–" : $0 }
    }
    var lines = TextTable.lines(
        header: ["line", "ucid", "disposition", "effect", "outcome", "what to do"],
        rows: rows, limits: [4, 21, 14, 11, 27, 33])
    lines += notes("For a person:", results.filter { $0.need == .person })
    lines += notes("To send again later:", results.filter { $0.need == .later })
    lines += notes("Settled, and yet odd:", results.filter { $0.need == .nobody })
    let effects = counted(results.map(\.effect)).map { "\($0.count) \($0.word)" }
    let needs = Need.allCases.map { need in
        "\(results.filter { $0.need == need }.count) \(need.rawValue)"
    }
    lines += ["", "\(results.count) records: \(effects.joined(separator: ", "))"]
    return lines + ["            \(needs.joined(separator: ", "))"]
}

/// Each sentence once, with the lines that it is about.
private func notes(_ title: String, _ results: [Settled]) -> [String] {
    var sentences: [String] = []
    var about: [String: [String]] = [:]
    for result in results where !result.sentence.isEmpty {
        if about[result.sentence] == nil { sentences.append(result.sentence) }
        about[result.sentence, default: []].append("\(result.record.line)")
    }
    guard !sentences.isEmpty else { return [] }
    return ["", title]
        + sentences.flatMap { sentence in
            let numbers = about[sentence, default: []].joined(separator: ", ")
            return wrapped(sentence, width: 110, first: "  line \(numbers): ", others: "      ")
        }
}

/// How often each word is there: the most frequent first, else in their order.
private func counted(_ words: [String]) -> [(word: String, count: Int)] {
    var counts: [(word: String, count: Int)] = []
    for word in words {
        if let at = counts.firstIndex(where: { $0.word == word }) {
            counts[at].count += 1
        } else {
            counts.append((word, 1))
        }
    }
    return counts.enumerated().sorted { one, other in
        (-one.element.count, one.offset) < (-other.element.count, other.offset)
    }.map(\.element)
}
