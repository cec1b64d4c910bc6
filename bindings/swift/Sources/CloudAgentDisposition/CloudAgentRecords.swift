internal import CloudAgentDispositionBridge
import Foundation

extension CloudAgent {
    /// Says what the reply to a request for call records means. Total: any status and any bytes have an
    /// answer.
    ///
    /// - Parameters:
    ///   - reply: The reply.
    ///   - asked: What was asked for, which says how much of it is read.
    public static func classifyRecords(
        _ reply: HTTPReply, asked: Asked
    ) throws(InternalFailure) -> RecordsResult {
        try ask {
            switch try CloudAgentDispositionBridge.classifyRecords(
                reply: reply.record(upTo: asked.replyBytes), asked: asked.rawValue)
            {
            case .listed(let records, let size): .records(Records(records, size))
            case .unlisted(let instead): .noRecords(try NoRecords(instead))
            }
        }
    }

    /// Reads the body of an end-of-call callback: a form whose field `data` holds JSON, as the vendor sends
    /// it, or that JSON itself.
    ///
    /// The body decides, whatever its content type says. Give it the bytes as they came: a web framework
    /// that reads forms leaves none.
    ///
    /// - Throws: ``InvalidInput`` with one violation of ``Field/callback``. Nothing of the body is repeated.
    public static func readCallback(_ body: Data) throws -> Callback {
        // The bridge traps at 2 GiB, and what is longer than this is refused for its length.
        let atMost = body.prefix(Callback.mostBytes + 1)
        switch try ask({ try CloudAgentDispositionBridge.readCallback(body: atMost) }) {
        case .read(let callback): return try ask { try Callback(callback) }
        case .refused(let violations): throw refusal(violations)
        }
    }

    /// Says what a list of call records tells of a disposition that was sent.
    ///
    /// Nothing becomes "not applied" by being absent: while the call is up, and for five minutes after it, a
    /// record without the disposition is what to expect.
    ///
    /// - Throws: ``InvalidInput`` where the request has no ucid or no disposition.
    public static func settle(
        _ request: DispositionRequest, api: Api, by records: Records
    ) throws -> Settlement {
        try settle(request, api) { .listed(records: try records.handle) }
    }

    /// Says what one call record, such as a ``Callback/record``, tells of a disposition that was sent, as
    /// a list does.
    public static func settle(
        _ request: DispositionRequest, api: Api, by record: CallRecord
    ) throws -> Settlement {
        try settle(request, api) { .one(record: record.record) }
    }

    /// Says what a reply to a request for records tells of a disposition that was sent. Where it brings no
    /// list, that is nothing, and ``Settlement/lookup`` says what became of the look-up.
    public static func settle(
        _ request: DispositionRequest, api: Api, by result: RecordsResult
    ) throws -> Settlement {
        switch result {
        case .records(let records): try settle(request, api: api, by: records)
        case .noRecords(let none):
            try settle(request, api) { .unlisted(instead: none.record) }
        }
    }

    /// What is known of a disposition where no reply to the request for records came: nothing. The
    /// settlement says why.
    public static func settle(
        _ request: DispositionRequest, api: Api, by failure: SendFailure
    ) throws -> Settlement {
        try settle(request, api) { .failed(kind: failure.kind.rawValue) }
    }

    /// Gives a receipt what was found since, and the sentence of it.
    ///
    /// A receipt whose effect is `unknown`, `queued` or `accepted` becomes `applied` where the disposition
    /// stands, one whose effect is `unknown` becomes `notApplied` where another does. Every other comes back
    /// as it was. ``Receipt/settled`` names the finding.
    ///
    /// - Parameters:
    ///   - receipt: What the call ended with, as it was stored.
    ///   - request: What was sent.
    ///   - settlement: What was found of it.
    /// - Throws: ``InvalidInput`` where the settlement was made for another request, or the receipt holds a
    ///   code that this version does not know.
    public static func settleReceipt(
        _ receipt: Receipt, of request: DispositionRequest, by settlement: Settlement
    ) throws -> Receipt {
        let settled = try knowing {
            try CloudAgentDispositionBridge.settleReceipt(
                receipt: receipt.record, request: request.record,
                settlement: settlement.handedBack)
        }
        switch settled {
        case .given(let receipt): return try ask { try Receipt(receipt) }
        case .refused(let violations): throw refusal(violations)
        }
    }

    /// Builds the HTTP request for the records of one call. It is a GET with a body, which not every HTTP
    /// stack can send, and wants a connection of its own.
    ///
    /// - Parameters:
    ///   - ucid: The call's unique id, as it was sent.
    ///   - day: The day on which the call **began**, `YYYY-MM-DD`: ``recordDay(of:utcOffsetMinutes:)``.
    ///   - account: Who asks. Its token is taken as it is; none is fetched.
    ///   - now: The time by which the day is judged: the vendor keeps 15 days.
    ///   - utcOffsetMinutes: How many minutes the account's days are ahead of UTC: India's 330 where `nil`. On
    ///     the international host it must be given.
    ///   - baseURL: Where the server is.
    /// - Throws: ``InvalidInput`` where it can't be asked so.
    public static func buildRecordRequest(
        ucid: String, day: String, for account: Account, now: Date, utcOffsetMinutes: Int? = nil,
        baseURL: BaseURL = .india
    ) throws -> HTTPRequest {
        try built {
            try CloudAgentDispositionBridge.buildRecordRequest(
                account: account.handle, ucid: ucid, day: day, now: now.unixSeconds,
                utcOffsetMinutes: utcOffsetMinutes.map(Int32.init(clamping:)),
                baseUrl: baseURL.raw)
        }
    }

    /// Builds the HTTP request for the records of all calls that began on a day between two times, as
    /// ``buildRecordRequest(ucid:day:for:now:utcOffsetMinutes:baseURL:)`` does for one call's.
    ///
    /// - Parameters:
    ///   - day: The day on which the calls began.
    ///   - from: When the first one can have begun, `HH:MM:SS`; the day's beginning where `nil`.
    ///   - to: When the last one can have begun; the day's end where `nil`.
    ///   - account: Who asks.
    ///   - now: The time by which the day is judged.
    ///   - utcOffsetMinutes: How many minutes the account's days are ahead of UTC.
    ///   - baseURL: Where the server is.
    /// - Throws: ``InvalidInput`` where it can't be asked so.
    public static func buildDayRequest(
        day: String, from: String? = nil, to: String? = nil, for account: Account, now: Date,
        utcOffsetMinutes: Int? = nil, baseURL: BaseURL = .india
    ) throws -> HTTPRequest {
        try built {
            try CloudAgentDispositionBridge.buildDayRequest(
                account: account.handle, day: day, fromTime: from, toTime: to, now: now.unixSeconds,
                utcOffsetMinutes: utcOffsetMinutes.map(Int32.init(clamping:)),
                baseUrl: baseURL.raw)
        }
    }

    /// The day, `YYYY-MM-DD`, under which a call is recorded that began at a moment: never the device's own
    /// calendar's. `nil` outside of the years 2000 to 2099.
    ///
    /// - Parameters:
    ///   - moment: When the call began.
    ///   - utcOffsetMinutes: How many minutes the account's days are ahead of UTC: 330 in India.
    public static func recordDay(
        of moment: Date, utcOffsetMinutes: Int
    ) throws(InternalFailure) -> String? {
        try ask {
            try CloudAgentDispositionBridge.recordDay(
                unixSeconds: moment.unixSeconds,
                utcOffsetMinutes: Int32(clamping: utcOffsetMinutes))
        }
    }

    private static func settle(
        _ request: DispositionRequest, _ api: Api, by found: () throws -> FoundData
    ) throws -> Settlement {
        let settled = try ask {
            try CloudAgentDispositionBridge.settle(
                request: request.record, api: api.rawValue, found: found())
        }
        switch settled {
        case .settled(let settlement): return try ask { try Settlement(settlement) }
        case .refused(let violations): throw refusal(violations)
        }
    }
}

extension Asked {
    /// How much of a reply is read.
    fileprivate var replyBytes: Int {
        switch self {
        case .oneCall: 8 << 20
        case .day: 64 << 20
        }
    }
}

extension Callback {
    /// The most bytes of one.
    fileprivate static let mostBytes = 1 << 20
}

extension Date {
    /// Whole seconds since 1970; of a moment that no calendar has, the last that fits.
    fileprivate var unixSeconds: Int64 {
        let seconds = timeIntervalSince1970.rounded(.down)
        return Int64(exactly: seconds) ?? (seconds < 0 ? .min : .max)
    }
}
