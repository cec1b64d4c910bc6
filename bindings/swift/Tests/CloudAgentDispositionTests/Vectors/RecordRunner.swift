import CloudAgentDispositionBridge
import Foundation

@testable import CloudAgentDisposition

/// `records.json`: call records and callbacks read, what they settle, and the requests for them.
@Sendable func runRecords(_ given: Object) throws {
    switch try given.get("kind") as String {
    case "records": try runReading(given)
    case "callback": try runCallback(given)
    case "settle": try runSettling(given)
    case "request": try runRecordRequest(given)
    case "day":
        try known(given, "id", "source", "kind", "unix_seconds", "utc_offset_minutes", "expect")
        let seconds: Int64 = try given.get("unix_seconds")
        let day = try CloudAgent.recordDay(
            of: Date(timeIntervalSince1970: Double(seconds)),
            utcOffsetMinutes: try given.get("utc_offset_minutes"))
        try same(["day": shown(day as Any)], given.get("expect"))
    case let kind: throw Mismatch("unknown kind \(kind)")
    }
}

/// What stands in every key of these cases: nothing may print it.
private let marker = "deadbeef"

private func runReading(_ given: Object) throws {
    try known(
        given, "id", "source", "kind", "http_status", "body", "body_base64", "retry_after", "date",
        "asked", "expect")
    let reply = HTTPReply(
        status: try given.get("http_status"), body: try body(given),
        retryAfter: try given.get("retry_after"), date: try given.get("date"))
    let result = try CloudAgent.classifyRecords(reply, asked: try given.get("asked") ?? .oneCall)
    let found: Object
    switch result {
    case .records(let records):
        found = [
            "records": .list(try records.map(fields)), "count": shown(records.count),
            "last": try records.last.map(fields) ?? .null, "truncated": shown(records.isTruncated),
            "in_words": shown(records.isInWords),
        ]
        let again = Records(
            records, isTruncated: records.isTruncated, isInWords: records.isInWords)
        try require(again == records, "its rows are another list's")
        try require(leaks(marker, in: Array(records)) == [], "a record shows a key")
    case .noRecords(let none):
        try require(none.hint.hasSuffix("."), "no hint")
        found = ["no_records": shown(none)]
    }
    try require(leaks(marker, in: result) == [], "it shows a key")
    let expected: Object = try given.get("expect")
    try includes("it", .object(found), .object(expected))
    // What it has of a record, it has exactly.
    if let rows = expected["records"] {
        try same(["records": found["records"] ?? .null], ["records": rows])
    }
}

private func runCallback(_ given: Object) throws {
    try known(given, "id", "source", "kind", "body", "body_base64", "account", "expect")
    let expected: Object = try given.get("expect")
    let callback: Callback
    do {
        callback = try CloudAgent.readCallback(try body(given))
    } catch let invalid as InvalidInput {
        try require(invalid.violations.map(\.field) == [.callback], "another field")
        try require(leaks(marker, in: invalid) == [], "it repeats a key")
        return try same(["invalid": shown(invalid.violations[0].problem)], expected)
    }
    let account =
        try (given.get("account") as Object?).map(account) ?? Account(customer: "acme")
    let found: Object = [
        "record": try fields(callback.record), "customer": shown(callback.customer as Any),
        "authentic": shown(try callback.isAuthentic(for: account)),
    ]
    try require(leaks(marker, in: callback, found) == [], "it shows a key")
    try includes("it", .object(found), .object(expected))
    if let record = expected["record"] {
        try same(["record": found["record"] ?? .null], ["record": record])
    }
}

private func runSettling(_ given: Object) throws {
    try known(
        given, "id", "source", "kind", "api", "request", "records", "truncated", "in_words",
        "receipt", "receipt_request", "expect")
    let expected: Object = try given.get("expect")
    let request = try request(given.get("request"))
    let api: Api = try given.get("api")
    let rows = try (given.get("records") as [Object]).map(record)
    let records = Records(
        rows, isTruncated: try given.get("truncated") ?? false,
        isInWords: try given.get("in_words") ?? false)
    let settlement: Settlement
    do {
        settlement = try CloudAgent.settle(request, api: api, by: records)
    } catch let invalid as InvalidInput {
        let told = invalid.violations.map { "\($0.field).\($0.problem)" }
        return try same(["invalid": shown(told)], expected)
    }
    if rows.count == 1, !records.isTruncated, !records.isInWords {
        let alone = try CloudAgent.settle(request, api: api, by: rows[0])
        try require(alone == settlement, "a record alone settles something else")
    }
    try require(settlement.sentence.hasSuffix("."), "no sentence")
    let place = settlement.record.map { rows.firstIndex(of: $0) ?? -1 }
    let wait = settlement.lookAgain.map { Int($0.components.seconds) }
    let found: Object = [
        "finding": shown(settlement.finding), "effect": shown(settlement.effect),
        "advice": shown(settlement.advice), "may_resend": shown(settlement.mayResend),
        "look_again_seconds": shown(wait as Any), "record": shown(place as Any),
        "receipt": try receipt(given, of: request, by: settlement),
    ]
    try includes("it", .object(found), .object(expected))
}

/// What becomes of the receipt of a case, where it has one.
private func receipt(
    _ given: Object, of sent: DispositionRequest, by settlement: Settlement
) throws -> JSONValue {
    guard let form = given["receipt"] else { return .null }
    let before = try Receipt(
        json: String(decoding: try JSONEncoder().encode(form), as: UTF8.self))
    let request = try (given.get("receipt_request") as Object?).map(request) ?? sent
    do {
        let after = try CloudAgent.settleReceipt(before, of: request, by: settlement)
        try require(
            after.settled == nil || after.sentence == settlement.sentence, "another sentence")
        return try JSONDecoder().decode(JSONValue.self, from: Data(try after.json.utf8))
    } catch let invalid as InvalidInput {
        return shown(invalid.violations[0].field)
    }
}

private func runRecordRequest(_ given: Object) throws {
    try known(
        given, "id", "source", "kind", "account", "ucid", "day", "from", "to", "now",
        "utc_offset_minutes", "base_url", "expect")
    let expected: Object = try given.get("expect")
    let built: HTTPRequest
    do {
        built = try recordRequest(given)
    } catch let invalid as InvalidInput {
        try known(expected, "violations")
        return try same(invalid.violations, expected.get("violations"))
    }
    try same(headers(built), expected.get("headers"))
    let found: Object = [
        "method": shown(built.method), "url": shown(built.url),
        "body": shown(built.body.map { String(decoding: $0, as: UTF8.self) } as Any),
        "headers": expected["headers"] ?? .null,
    ]
    try same(found, expected)
    try require(built.bodyWithGet && built.ownConnection, "it is no GET with a body")
    let limit = given["ucid"] == nil ? 64 << 20 : 8 << 20
    try require(built.replyLimit == limit, "it may read \(built.replyLimit) bytes")
}

private func recordRequest(_ given: Object) throws -> HTTPRequest {
    let account = try account(given.get("account"))
    let day: String = try given.get("day")
    let seconds: Int64 = try given.get("now")
    let now = Date(timeIntervalSince1970: Double(seconds))
    let offset: Int? = try given.get("utc_offset_minutes")
    let baseURL = try baseURL(given)
    guard let ucid: String = try given.get("ucid") else {
        return try CloudAgent.buildDayRequest(
            day: day, from: try given.get("from"), to: try given.get("to"), for: account, now: now,
            utcOffsetMinutes: offset, baseURL: baseURL)
    }
    return try CloudAgent.buildRecordRequest(
        ucid: ucid, day: day, for: account, now: now, utcOffsetMinutes: offset, baseURL: baseURL)
}

/// The fields that a record has.
private func fields(_ record: CallRecord) throws -> JSONValue {
    let json = try record.json(withComments: true)
    let fields = try JSONDecoder().decode(Object.self, from: Data(json.utf8))
    return .object(fields.filter { $0.value != .null })
}

/// A record of its fields. Every key of it must be one.
private func record(_ given: Object) throws -> CallRecord {
    let record = CallRecord(
        ucid: try given.get("ucid"), callID: try given.get("call_id"), did: try given.get("did"),
        agentID: try given.get("agent_id"), disposition: try given.get("disposition"),
        comments: try given.get("comments"), callDate: try given.get("call_date"),
        startTime: try given.get("start_time"), endTime: try given.get("end_time"),
        status: try given.get("status"), type: try given.get("type"),
        campaign: try given.get("campaign"))
    try require(try fields(record) == .object(given.filter { $0.value != .null }), "unknown keys")
    return record
}
