// Generated from the bridge's records by `cargo gen`. Change those, not this file.

internal import CloudAgentDispositionBridge

/// What one of the vendor's records says of a call, or of one agent's leg of it.
///
/// A text that is not there, or that says nothing, is `nil`. It holds no secret: a key that stands
/// in a record is dropped where it is read. It prints its ucid, day and status, and the did's last
/// four digits.
public struct CallRecord: Hashable, Sendable {
    /// The id of the agent's leg of the call.
    public var ucid: String?
    /// The id of the call as a whole, also called `monitorUCID`.
    public var callID: String?
    /// The campaign's number.
    public var did: String?
    /// The agent's login id; a chain `a -> b` where the call was transferred.
    public var agentID: String?
    /// The disposition.
    public var disposition: String?
    /// The comments.
    public var comments: String?
    /// The day on which the call began, `YYYY-MM-DD`, in the account's own zone.
    public var callDate: String?
    /// When it began, `HH:MM:SS`.
    public var startTime: String?
    /// When it ended, `HH:MM:SS`; where that is less, on the next day.
    public var endTime: String?
    /// The vendor's word for whether it was answered.
    public var status: String?
    /// The vendor's word for the kind of call.
    public var type: String?
    /// The campaign's name.
    public var campaign: String?

    /// A record of these.
    public init(
        ucid: String? = nil,
        callID: String? = nil,
        did: String? = nil,
        agentID: String? = nil,
        disposition: String? = nil,
        comments: String? = nil,
        callDate: String? = nil,
        startTime: String? = nil,
        endTime: String? = nil,
        status: String? = nil,
        type: String? = nil,
        campaign: String? = nil
    ) {
        self.ucid = ucid
        self.callID = callID
        self.did = did
        self.agentID = agentID
        self.disposition = disposition
        self.comments = comments
        self.callDate = callDate
        self.startTime = startTime
        self.endTime = endTime
        self.status = status
        self.type = type
        self.campaign = campaign
    }
}

extension CallRecord {
    init(_ record: CallRecordData) {
        self.init(
            ucid: record.ucid,
            callID: record.callId,
            did: record.did,
            agentID: record.agentId,
            disposition: record.disposition,
            comments: record.comments,
            callDate: record.callDate,
            startTime: record.startTime,
            endTime: record.endTime,
            status: record.status,
            type: record.type,
            campaign: record.campaign
        )
    }

    var record: CallRecordData {
        CallRecordData(
            ucid: ucid,
            callId: callID,
            did: did,
            agentId: agentID,
            disposition: disposition,
            comments: comments,
            callDate: callDate,
            startTime: startTime,
            endTime: endTime,
            status: status,
            type: type,
            campaign: campaign
        )
    }
}
