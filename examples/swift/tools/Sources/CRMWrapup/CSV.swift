/// Reads CSV as spreadsheets write it (RFC 4180, and whatever line ends there are).
struct CSV {
    /// A row, and the line of the file that it begins on: a quoted cell can hold line ends.
    struct Row {
        var line: Int
        var cells: [String] = []
    }

    private var rows: [Row] = []
    private var row = Row(line: 1)
    private var cell = String.UnicodeScalarView()
    private var isQuoted = false
    private var line = 1

    /// The rows of a text. An empty line is a row without cells.
    static func rows(of text: String) -> [Row] {
        var reader = CSV()
        reader.read(Array(text.unicodeScalars))
        return reader.rows
    }

    private mutating func read(_ text: [Unicode.Scalar]) {
        var at = 0
        while at < text.count {
            let next = at + 1 < text.count ? text[at + 1] : nil
            switch text[at] {
            case "\"" where isQuoted && next == "\"":
                cell.append("\"")
                at += 1
            case "\"" where isQuoted: isQuoted = false
            case "\"" where cell.isEmpty: isQuoted = true
            case "," where !isQuoted: endCell()
            case "\r" where next == "\n":
                if isQuoted { cell.append("\r") }
            case "\n", "\r": endLine(text[at])
            case let other: cell.append(other)
            }
            at += 1
        }
        if !cell.isEmpty || !row.cells.isEmpty { endRow() }
    }

    private mutating func endLine(_ end: Unicode.Scalar) {
        line += 1
        if isQuoted { cell.append(end) } else { endRow() }
    }

    private mutating func endCell() {
        row.cells.append(String(cell))
        cell = String.UnicodeScalarView()
    }

    private mutating func endRow() {
        if !cell.isEmpty || !row.cells.isEmpty { endCell() }
        rows.append(row)
        row = Row(line: line)
    }
}
