import CloudAgentDisposition
import Foundation

extension Job {
    /// How far India is ahead of UTC.
    private static let indiaMinutes = 330

    /// The results, with what call records say of those of which nobody knows. It is one request for the
    /// day, since CloudAgent takes two a minute.
    func lookUp(_ results: [Settled]) async -> [Settled] {
        let unknown = results.filter { $0.receipt?.effect == .unknown }
        guard !unknown.isEmpty else { return results }
        do {
            let today = try CloudAgent.recordDay(
                of: Date(), utcOffsetMinutes: Self.indiaMinutes)
            guard let today else { return results }
            let found = try await client.lookUpAll(unknown.map(\.record.request), day: today)
            var known: [Int: Settled] = [:]
            for (one, settlement) in zip(unknown, found) {
                known[one.record.line] = try one.lookedUp(settlement)
            }
            return results.map { known[$0.record.line] ?? $0 }
        } catch {
            FileHandle.standardError.write(Data("Not looked up: \(error)\n".utf8))
            return results
        }
    }
}
