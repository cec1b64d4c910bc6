import CloudAgentDisposition
import Foundation

/// One call record of a CRM's export.
struct Record {
    /// The line of the file that it begins on.
    let line: Int
    let request: DispositionRequest
    /// Why the record can't be taken at its word, if it can't.
    let problem: String?
}

/// The file as a whole can't be read as call records.
struct UnusableFile: Error, CustomStringConvertible {
    let description: String
}

/// What CRMs call each column; case, spaces and signs don't count.
private enum Column: String, CaseIterable {
    case ucid, did
    case agentID = "agent_id"
    case disposition, comments, pause
    case pauseReason = "pause_reason"

    var titles: [String] {
        switch self {
        case .ucid: ["UCID", "Call ID", "UCID / Call ID", "Call ID (UCID)"]
        case .did: ["DID", "Pilot No", "Pilot No (DID)", "Pilot Number"]
        case .agentID: ["Agent", "Agent ID", "Agent Login"]
        case .disposition: ["Disposition", "Status", "Status/Disposition"]
        case .comments: ["Comments", "Remarks"]
        case .pause: ["Pause", "Pause?", "Pause? (Y/N)", "Pause After Call"]
        case .pauseReason: ["Pause Reason"]
        }
    }

    static let required: [Column] = [.ucid, .did, .agentID, .disposition]

    init?(title: String) {
        let wanted = plain(title)
        let known = Self.allCases.first { $0.titles.contains { plain($0) == wanted } }
        guard let known else { return nil }
        self = known
    }
}

private func plain(_ title: String) -> String {
    String(title.lowercased().filter { $0.isLetter || $0.isNumber })
}

extension Record {
    /// The records of a file, blank lines left out.
    static func read(_ path: String) throws(UnusableFile) -> [Record] {
        var rows = CSV.rows(of: try text(of: path)).filter { row in
            row.cells.contains { !blank($0) }
        }
        let columns = try columns(of: rows.isEmpty ? [] : rows.removeFirst().cells)
        return rows.map { Record($0, columns) }
    }

    private static func text(of path: String) throws(UnusableFile) -> String {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw UnusableFile(description: "\(path): No such file, or it can't be read")
        }
        guard let text = String(data: content, encoding: .utf8) else {
            throw UnusableFile(description: "\(path): not UTF-8; export it as 'CSV UTF-8'")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// The field that each column holds; nil for columns that are the CRM's own business.
    private static func columns(of header: [String]) throws(UnusableFile) -> [Column?] {
        let columns = header.map(Column.init(title:))
        for column in Column.allCases {
            switch columns.filter({ $0 == column }).count {
            case 0 where Column.required.contains(column):
                let titles = column.titles.map { "'\($0)'" }.joined(separator: " or ")
                throw UnusableFile(description: "no column \(titles)")
            case 2...:
                throw UnusableFile(
                    description: "more than one column for \(column.rawValue): leave one of them")
            default: break
            }
        }
        return columns
    }

    private init(_ row: CSV.Row, _ columns: [Column?]) {
        var cells: [Column: String] = [:]
        for (column, cell) in zip(columns, row.cells) {
            if let column { cells[column] = cell }
        }
        let flag = (cells[.pause] ?? "").trimmingCharacters(in: .whitespaces).lowercased()
        line = row.line
        // A blank pause cell says neither yes nor no, and stays that way.
        request = DispositionRequest(
            ucid: cells[.ucid], did: cells[.did], agentID: cells[.agentID],
            disposition: cells[.disposition], comments: cells[.comments],
            pauseAfterDispose: Self.yesOrNo[flag], pauseReason: cells[.pauseReason])
        if row.cells.count > columns.count {
            problem = "more cells than columns: a comma in a cell without quotes around it"
        } else if Self.yesOrNo[flag] == nil && !flag.isEmpty {
            problem = "the pause column says neither Y nor N"
        } else {
            problem = nil
        }
    }

    private static let yesOrNo = ["y": true, "yes": true, "n": false, "no": false]
}

private func blank(_ cell: String) -> Bool { cell.allSatisfy(\.isWhitespace) }
