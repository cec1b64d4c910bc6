import CloudAgentDisposition
import Foundation

/// The records of one file, sent one after the other.
struct Job {
    let client: DispositionClient
    let records: [Record]
    /// For each line the other records of its call.
    private let twins: [Int: [Record]]

    init(client: DispositionClient, records: [Record]) throws {
        self.client = client
        self.records = records
        twins = try Self.ofOneCall(client, records)
    }

    /// Sends each record once, and says what became of it. It stops where its task is cancelled.
    func settle() async -> [Settled] {
        var results: [Settled] = []
        var end: Int?
        for record in records where !Task.isCancelled {
            let result = await settle(record, after: end)
            if result.endsTheRun { end = record.line }
            results.append(result)
        }
        return results
    }

    private func settle(_ record: Record, after end: Int?) async -> Settled {
        let others = twins[record.line] ?? []
        if let end {
            return Settled(
                unsent: record, "as line \(end)", "run it again",
                "Not tried, for what ended line \(end) would end it, too.")
        }
        if let problem = record.problem {
            return Settled(
                unsent: record, "unclear", "mend the record", "Nothing was sent: \(problem).")
        }
        if others.contains(where: { $0.request != record.request }) {
            let lines = others.map { "\($0.line)" }.joined(separator: ", ")
            return Settled(
                unsent: record, "differs from \(lines)", "decide which one holds",
                "Nothing was sent: records of one call differ, and only one can hold.")
        }
        if let first = others.first, first.line < record.line {
            return Settled(unsent: record, "same as \(first.line)", "nothing: it was sent once")
        }
        // In a task of its own, which no cancel reaches: a call that is cancelled while it is out ends
        // uncertain, and somebody would have to look. It ends by its deadline, in 15 s.
        return await Task { [client] in
            do throws(DispositionError) {
                return Settled(record, try await client.setDisposition(record.request))
            } catch {
                return Settled(record, error.receipt, error)
            }
        }.value
    }

    /// A record that would not be sent anyway claims no call: two numbers that a spreadsheet has
    /// ruined look alike.
    private static func ofOneCall(
        _ client: DispositionClient, _ records: [Record]
    ) throws -> [Int: [Record]] {
        let sendable = try records.filter { record in
            let isWrong = try client.validate(record.request).contains { $0.severity == .error }
            return record.problem == nil && !isWrong
        }
        let calls = Dictionary(grouping: sendable) { record in
            (record.request.ucid ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        }
        var twins: [Int: [Record]] = [:]
        for call in calls.values {
            for record in call { twins[record.line] = call.filter { $0.line != record.line } }
        }
        return twins
    }
}
