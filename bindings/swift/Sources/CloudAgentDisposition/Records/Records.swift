internal import CloudAgentDispositionBridge

/// What the reply to a request for records meant.
public enum RecordsResult: Equatable, Sendable {
    /// A list, which may be empty: that proves nothing.
    case records(Records)
    /// What it says where it brings no list. That says nothing of any disposition.
    case noRecords(NoRecords)
}

/// A list of call records, in the vendor's order.
///
/// The records of a day are up to 50,000. They stay in the library until they are looked at, and settling
/// by them looks at none here. Where the library fails inside, a record is one of which nothing is known.
public struct Records: RandomAccessCollection, Sendable {
    /// How many there are.
    public let count: Int
    /// Whether the reader stopped at a limit: there may be more.
    public let isTruncated: Bool
    /// Whether the server said in words that there is none, which also answers a wrong key.
    public let isInWords: Bool
    private let lent: RecordsHandle?
    private let pages = Locked(Page(first: 0, records: []))

    /// The records that were read last.
    private struct Page: Sendable {
        var first: Int
        var records: [CallRecord]
        var end: Int { first + records.count }
    }

    /// A list of these, such as a test has.
    public init(
        _ records: some Sequence<CallRecord>, isTruncated: Bool = false, isInWords: Bool = false
    ) {
        let rows = records.map(\.record)
        count = rows.count
        self.isTruncated = isTruncated
        self.isInWords = isInWords
        lent = try? RecordsHandle.of(rows: rows, truncated: isTruncated, inWords: isInWords)
    }

    init(_ handle: RecordsHandle, _ size: RecordsSize) {
        count = Int(size.count)
        isTruncated = size.truncated
        isInWords = size.inWords
        lent = handle
    }

    /// What the library has of it. What failed when it was made is told where it is used.
    var handle: RecordsHandle {
        get throws(InternalFailure) { try present(lent) }
    }

    /// 0.
    public var startIndex: Int { 0 }

    /// How many there are.
    public var endIndex: Int { count }

    /// The record at a place.
    public subscript(place: Int) -> CallRecord {
        precondition(indices.contains(place), "There is no record \(place) of \(count).")
        let page = pages.withLock { $0 }
        if (page.first..<page.end).contains(place) { return page.records[place - page.first] }
        // Who asks for the next one goes through them all: so many cross at once.
        let many = place == page.end ? Self.atOnce : 1
        let read = try? ask {
            try handle.rows(place: UInt32(place), count: UInt32(many)).map(CallRecord.init)
        }
        guard let read, let record = read.first else { return CallRecord() }
        pages.withLock { $0 = Page(first: place, records: read) }
        return record
    }

    private static let atOnce = 256
}

extension Records: Equatable {
    /// Whether two lists say the same.
    public static func == (one: Self, other: Self) -> Bool {
        (try? ask { try one.handle.sameAs(other: other.handle) }) ?? false
    }
}

extension Records: Redacted {
    /// How many there are, and none of them.
    public var description: String {
        let more = [isTruncated ? ", truncated" : "", isInWords ? ", in words" : ""].joined()
        return "Records(\(count)\(more))"
    }
}
