internal import CloudAgentDispositionBridge
import Foundation

/// A disposition to set for one call.
///
/// Nothing is checked here: ``CloudAgent/validate(_:for:api:baseURL:)``, and a client before it
/// sends, say everything that is wrong with it at once. A text that is empty or only white space is
/// absent, the same as `nil`. It prints without its comments, and with the did's last four digits
/// only. ``civilTime(of:in:)`` writes a ``callbackTime``.
///
/// ```swift
/// let request = DispositionRequest(
///     ucid: "8189000000001", did: "914000000001", agentID: "ravi", disposition: "Sale",
///     pauseAfterDispose: true, pauseReason: "Lunch")
/// ```
public struct DispositionRequest: Hashable, Sendable {
    // generated: fields (by `cargo gen`)
    /// The call's unique id: that of this agent's leg. Digits, under 20 of them; always a text,
    /// since 17 digits don't survive a float.
    public var ucid: String?
    /// The number that calls are dialled out from: the campaign's, not the customer's.
    public var did: String?
    /// The agent's login id.
    public var agentID: String?
    /// The disposition, as the campaign spells it.
    public var disposition: String?
    /// Free text for the call record.
    public var comments: String?
    /// Whether to pause the agent afterwards. Only a yes is sent: a default must not pause an agent
    /// whom nobody meant to pause.
    public var pauseAfterDispose: Bool?
    /// Why the agent is paused.
    public var pauseReason: String?
    /// When to call back: a civil date-time without zone, `2026-11-22 09:30[:00]`.
    public var callbackTime: String?
    /// The IANA name of the callback time's zone. Without one the vendor reads `Asia/Kolkata`.
    public var callbackTimeZone: String?
    /// The vendor's `autoRelease`, sent only where it is yes.
    public var autoRelease: Bool
    // end

    /// A request of these.
    public init(
        // generated: arguments (by `cargo gen`)
        ucid: String? = nil,
        did: String? = nil,
        agentID: String? = nil,
        disposition: String? = nil,
        comments: String? = nil,
        pauseAfterDispose: Bool? = nil,
        pauseReason: String? = nil,
        callbackTime: String? = nil,
        callbackTimeZone: String? = nil,
        autoRelease: Bool = false
            // end
    ) {
        // generated: init (by `cargo gen`)
        self.ucid = ucid
        self.did = did
        self.agentID = agentID
        self.disposition = disposition
        self.comments = comments
        self.pauseAfterDispose = pauseAfterDispose
        self.pauseReason = pauseReason
        self.callbackTime = callbackTime
        self.callbackTimeZone = callbackTimeZone
        self.autoRelease = autoRelease
        // end
    }
}

extension DispositionRequest {
    /// A moment as ``callbackTime`` wants it: as clocks show it in a zone, `2026-11-22 09:30`, with
    /// seconds where they are not zero.
    ///
    /// On ``Api/getV3`` name the zone in ``callbackTimeZone``, too; the POST APIs take none.
    public static func civilTime(of date: Date, in zone: TimeZone) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: date)
        let padded = { (number: Int?, width: Int) in
            let digits = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let day = "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
        let seconds = parts.second == 0 ? "" : ":\(padded(parts.second, 2))"
        return "\(day) \(padded(parts.hour, 2)):\(padded(parts.minute, 2))\(seconds)"
    }
}

extension DispositionRequest: Codable {
    /// Reads a request's JSON form, which is the same in every language.
    ///
    /// - Throws: ``InvalidInput`` where it is no request's JSON: no value of it is repeated.
    public init(json: String) throws {
        switch try ask({ try requestFromJson(json: json) }) {
        case .read(let request): self.init(request)
        case .refused(let violations): throw refusal(violations)
        }
    }

    /// The request as a JSON object, the same in every language. It holds the comments, and never a
    /// credential.
    public var json: String {
        get throws(InternalFailure) { try ask { try requestToJson(request: record) } }
    }

    /// Decodes the JSON form.
    ///
    /// `JSONDecoder` takes the first of a key that comes twice and says nothing;
    /// ``init(json:)`` refuses it.
    public init(from decoder: any Decoder) throws {
        self = try decoder.coreForm { json in try Self(json: json) }
    }

    /// Encodes the JSON form.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encode(coreForm: json)
    }
}

extension DispositionRequest: Redacted {
    /// What there is of it, without the comments, and with the did's last four digits only.
    public var description: String {
        let shown: [(String, String?)] = [
            // generated: shown (by `cargo gen`)
            ("ucid", Self.shown(ucid, "ucid")),
            ("did", Self.shown(did, "did")),
            ("agentID", Self.shown(agentID, "agentID")),
            ("disposition", Self.shown(disposition, "disposition")),
            ("comments", Self.shown(comments, "comments")),
            ("pauseAfterDispose", pauseAfterDispose?.description),
            ("pauseReason", Self.shown(pauseReason, "pauseReason")),
            ("callbackTime", Self.shown(callbackTime, "callbackTime")),
            ("callbackTimeZone", Self.shown(callbackTimeZone, "callbackTimeZone")),
            ("autoRelease", autoRelease ? "true" : nil),
            // end
        ]
        let parts = shown.compactMap { name, value in value.map { "\(name): \($0)" } }
        return "DispositionRequest(\(parts.joined(separator: ", ")))"
    }

    private static func shown(_ text: String?, _ field: String) -> String? {
        switch field {
        case "comments": text.map { _ in "[not shown]" }
        case "did": text.map(lastFour)
        default: text?.debugDescription
        }
    }
}

extension DispositionRequest {
    init(_ record: RequestData) {
        self.init(
            // generated: from_record (by `cargo gen`)
            ucid: record.ucid,
            did: record.did,
            agentID: record.agentId,
            disposition: record.disposition,
            comments: record.comments,
            pauseAfterDispose: record.pauseAfterDispose,
            pauseReason: record.pauseReason,
            callbackTime: record.callbackTime,
            callbackTimeZone: record.callbackTimeZone,
            autoRelease: record.autoRelease
                // end
        )
    }

    var record: RequestData {
        RequestData(
            // generated: record (by `cargo gen`)
            ucid: ucid,
            did: did,
            agentId: agentID,
            disposition: disposition,
            comments: comments,
            pauseAfterDispose: pauseAfterDispose,
            pauseReason: pauseReason,
            callbackTime: callbackTime,
            callbackTimeZone: callbackTimeZone,
            autoRelease: autoRelease
                // end
        )
    }
}
