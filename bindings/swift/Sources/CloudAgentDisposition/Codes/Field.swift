// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// The field that a violation is about, in the order in which violations are reported. Open: minor
/// versions add values, so keep a default branch.
///
/// A code that this version does not know, such as one from a store that a newer version filled, is
/// a value too, and equals none of the constants.
public struct Field: RawRepresentable, CaseIterable, Hashable, Sendable, Codable {
    /// The code: the same word in every language.
    public let rawValue: String

    /// The value of a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A JSON form as a whole (`from_json`).
    public static let json = Field(rawValue: "json")
    /// The raw parameters as a whole (`from_params`).
    public static let parameters = Field(rawValue: "parameters")
    /// The raw parameter `action` (`from_params`).
    public static let action = Field(rawValue: "action")
    /// The client's base URL.
    public static let baseURL = Field(rawValue: "base_url")
    /// The account's API.
    public static let api = Field(rawValue: "api")
    /// The client's additional certificates.
    public static let extraCaPem = Field(rawValue: "extra_ca_pem")
    /// The client's or the call's deadline.
    public static let deadline = Field(rawValue: "deadline")
    /// The client's retry policy.
    public static let retry = Field(rawValue: "retry")
    /// The client's proxy.
    public static let proxy = Field(rawValue: "proxy")
    /// The account's user name.
    public static let customer = Field(rawValue: "customer")
    /// The account's api key.
    public static let apiKey = Field(rawValue: "api_key")
    /// The account's token.
    public static let token = Field(rawValue: "token")
    /// The agent's login id.
    public static let agentID = Field(rawValue: "agent_id")
    /// The number that calls are dialled out from.
    public static let did = Field(rawValue: "did")
    /// The call's unique id.
    public static let ucid = Field(rawValue: "ucid")
    /// The disposition.
    public static let disposition = Field(rawValue: "disposition")
    /// The comments.
    public static let comments = Field(rawValue: "comments")
    /// Whether to pause the agent afterwards.
    public static let pauseAfterDispose = Field(rawValue: "pause_after_dispose")
    /// Why the agent is paused.
    public static let pauseReason = Field(rawValue: "pause_reason")
    /// When to call back.
    public static let callbackTime = Field(rawValue: "callback_time")
    /// The zone of the callback time.
    public static let callbackTimeZone = Field(rawValue: "callback_time_zone")
    /// Whether to release the agent.
    public static let autoRelease = Field(rawValue: "auto_release")
    /// The campaign whose dispositions are asked for.
    public static let campaign = Field(rawValue: "campaign")
    /// The URL as built.
    public static let url = Field(rawValue: "url")
    /// The day whose call records are asked for.
    public static let day = Field(rawValue: "day")
    /// The time of that day from which on calls are asked for.
    public static let from = Field(rawValue: "from")
    /// The offset from UTC that the account's days are counted with.
    public static let utcOffsetMinutes = Field(rawValue: "utc_offset_minutes")
    /// The body of an end-of-call callback.
    public static let callback = Field(rawValue: "callback")
    /// A settlement that is to change a receipt.
    public static let settlement = Field(rawValue: "settlement")

    /// Every value that this version knows, in the order of the rules.
    public static let allCases: [Field] = [
        .json, .parameters, .action, .baseURL, .api, .extraCaPem, .deadline, .retry, .proxy,
        .customer, .apiKey, .token, .agentID, .did, .ucid, .disposition, .comments,
        .pauseAfterDispose, .pauseReason, .callbackTime, .callbackTimeZone, .autoRelease, .campaign,
        .url, .day, .from, .utcOffsetMinutes, .callback, .settlement,
    ]
}

extension Field: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
