/// A table of texts in a terminal, where a Hindi word takes as many columns as it shows.
enum TextTable {
    /// The table's lines. No column is wider than its limit.
    static func lines(header: [String], rows: [[String]], limits: [Int]) -> [String] {
        let table = ([header] + rows).map { row in
            zip(row, limits).map { cut(shown($0), to: $1) }
        }
        let widths = header.indices.map { place in table.map { width($0[place]) }.max() ?? 0 }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return ([table[0], rule] + table.dropFirst()).map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - width($0)) }
            let line = cells.joined(separator: "  ")
            return String(
                line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
        }
    }

    /// How many columns a text takes: marks above and below a letter take none, wide letters two.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.map(columns).reduce(0, +)
    }

    /// The text on one line, without anything that moves the cursor or hides.
    private static func shown(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                .paragraphSeparator:
                let joins = scalar == "\u{200C}" || scalar == "\u{200D}"
                shown.append(joins ? scalar : "\u{FFFD}")
            case .spaceSeparator: shown.append(scalar == " " ? scalar : "\u{FFFD}")
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The text, or as much of it as fits before an ellipsis.
    private static func cut(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var scalars = text.unicodeScalars
        while width(String(scalars)) > columns - 1 { scalars.removeLast() }
        return String(scalars) + "…"
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: 0
        default: wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }

    /// Where East Asian letters and pictures stand, roughly.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}

/// A text in lines of at most so many letters, broken at spaces.
func wrapped(_ text: String, width: Int, first: String, others: String) -> [String] {
    var lines = [first]
    var separator = ""
    for word in text.split(separator: " ") {
        let line = lines[lines.count - 1] + separator + word
        if separator.isEmpty || line.unicodeScalars.count <= width {
            lines[lines.count - 1] = line
        } else {
            lines.append(others + word)
        }
        separator = " "
    }
    return lines
}
