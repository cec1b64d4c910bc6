import Foundation

@testable import CloudAgentDisposition

@Sendable func runReceipts(_ given: Object) throws {
    try known(given, "id", "source", "form", "json", "expect")
    let json = try given.text("json")
    var expected = try given.object("expect")
    let form = try given.optionalText("form") ?? "receipt"
    try require(["receipt", "request"].contains(form), "unknown form \(form)")
    if expected["unreadable"] != nil {
        try known(expected, "unreadable")
        do {
            _ = try form == "request" ? read(request: json) : read(receipt: json).written
        } catch is InvalidInput {
            return
        }
        throw Mismatch(description: "it was read")
    }
    let written = try expected.text("json")
    expected["json"] = nil
    if form == "request" {
        try known(expected)
        return try same(read(request: json), written, "its JSON")
    }
    let (receipt, found) = try read(receipt: json)
    try same(found, written, "its JSON")
    try includes("receipt", .object(fields(of: receipt)), .object(expected))
}

private func read(request json: String) throws -> String {
    try DispositionRequest(json: json).json
}

private func read(receipt json: String) throws -> (receipt: Receipt, written: String) {
    let receipt = try Receipt(json: json)
    return (receipt, try receipt.json)
}

/// What a caller finds in a receipt, by the names of the JSON form.
private func fields(of receipt: Receipt) -> Object {
    [
        "effect": .text(receipt.effect.rawValue),
        "advice": .text(receipt.advice.rawValue),
        "may_resend": .flag(receipt.mayResend),
        "retry_after_seconds": value(receipt.retryAfter.map { Int($0.waitInSeconds) }),
        "outcome": value(receipt.outcome?.rawValue),
        "http_status": value(receipt.httpStatus),
        "status": value(receipt.status),
        "details": value(receipt.details),
        "ucid": value(receipt.ucid),
        "did": value(receipt.did),
        "action": value(receipt.action),
        "excerpt": value(receipt.excerpt),
        "pause_requested": .flag(receipt.pauseRequested),
        "attempts": .list(
            receipt.attempts.map { attempt in
                .object([
                    "delivery": .text(attempt.delivery.rawValue),
                    "kind": value(attempt.kind?.rawValue),
                    "http_status": value(attempt.httpStatus),
                    "outcome": value(attempt.outcome?.rawValue),
                    "duration_ms": .integer(attempt.duration.wholeMilliseconds),
                ])
            }),
        "warnings": .list(
            receipt.warnings.map { warning in
                .object([
                    "field": .text(warning.field.rawValue),
                    "problem": .text(warning.problem.rawValue),
                    "severity": .text(warning.severity.rawValue),
                    "detail": .text(warning.detail),
                ])
            }),
        "request_id": .text(receipt.requestID),
        "token_requests": .integer(Int64(receipt.tokenRequests)),
        "sentence": .text(receipt.sentence),
    ]
}

private func value(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }

private func value(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }
