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
    let sent = results.filter { !$0.isLookedUp }
    lines += notes("For a person:", sent.filter { $0.need == .person })
    lines += notes("To send again later:", sent.filter { $0.need == .later })
    lines += notes("Settled, and yet odd:", sent.filter { $0.need == .nobody })
    lines += notes("Known from call records:", results.filter(\.isLookedUp))
    let effects = counted(results.map(\.effect)).map { "\($0.count) \($0.word)" }
    let needs = Need.allCases.map { need in
        "\(results.filter { $0.need == need }.count) \(need.rawValue)"
    }
    lines += ["", "\(results.count) records: \(effects.joined(separator: ", "))"]
    return lines + ["            \(needs.joined(separator: ", "))"]
}

/// Each sentence once, with the lines that it is about.
private func notes(_ title: String, _ results: [Settled]) -> [String] {
    let told = results.filter { !$0.sentence.isEmpty }
    let about = Dictionary(grouping: told, by: \.sentence).values
        .map { ($0[0].sentence, $0.map(\.record.line)) }
        .sorted { $0.1[0] < $1.1[0] }
    let notes = about.flatMap { sentence, lines in
        let numbers = lines.map(String.init).joined(separator: ", ")
        return wrapped(sentence, width: 110, first: "  line \(numbers): ", others: "      ")
    }
    return notes.isEmpty ? [] : ["", title] + notes
}

/// How often each word is there: the most frequent first, else in their order.
private func counted(_ words: [String]) -> [(word: String, count: Int)] {
    let counts = Dictionary(grouping: words.indices) { words[$0] }
    return counts.sorted { one, other in
        (-one.value.count, one.value[0]) < (-other.value.count, other.value[0])
    }.map { ($0.key, $0.value.count) }
}
