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

    /// The rows of a text. An empty line is a row without cells.
    static func rows(of text: String) -> [Row] {
        var reader = CSV()
        reader.read(Array(text.unicodeScalars))
        return reader.rows
    }

    private mutating func read(_ scalars: [Unicode.Scalar]) {
        var (line, isQuoted, at) = (1, false, 0)
        while at < scalars.count {
            let scalar = scalars[at]
            at += 1
            let next = at < scalars.count ? scalars[at] : nil
            let isEnd = scalar == "\n" || scalar == "\r" && next != "\n"
            if isEnd { line += 1 }
            switch scalar {
            case "\"" where isQuoted && next == "\"":
                cell.append(scalar)
                at += 1
            case "\"" where isQuoted || cell.isEmpty: isQuoted.toggle()
            case "," where !isQuoted: endCell()
            case _ where isEnd && !isQuoted: endRow(next: line)
            case "\r" where !isEnd && !isQuoted: break
            default: cell.append(scalar)
            }
        }
        if !cell.isEmpty || !row.cells.isEmpty { endRow(next: line) }
    }

    private mutating func endCell() {
        row.cells.append(String(cell))
        cell = String.UnicodeScalarView()
    }

    private mutating func endRow(next line: Int) {
        if !cell.isEmpty || !row.cells.isEmpty { endCell() }
        rows.append(row)
        row = Row(line: line)
    }
}
