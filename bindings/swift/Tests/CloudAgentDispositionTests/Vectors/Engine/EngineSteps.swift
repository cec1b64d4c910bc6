import CloudAgentDispositionBridge
import Foundation

@testable import CloudAgentDisposition

/// An errand against the expected step that has it done, at this moment.
func same(_ errand: TracedErrand, _ step: Object, at now: UInt64) throws {
    switch errand {
    case .send(let sent): try same(sent, step, at: now)
    case .store(let asked): try same(asked.question, step)
    case .token(let asked):
        try same(
            step.filter { $0.key != "seq" && $0.key != "until" },
            ["step": .text("token"), "renew": .flag(asked.question)])
    }
}

private func same(_ sent: StagedTransport.Sent, _ step: Object, at now: UInt64) throws {
    try known(step, "step", "seq", "connect_by", "until", "token", "fetches", "looks_up")
    try require(step["step"] == .text("send"), "it sends")
    let request = sent.request
    let limits = Limits(
        connect: .milliseconds(try step.get("connect_by") as UInt64 - now),
        total: .milliseconds(try step.get("until") as UInt64 - now),
        bodyBytes: request.replyLimit)
    try require(sent.limits == limits, "\(sent.limits)")
    let bearer = request.headers.first { $0.name == "Authorization" }?.value
    let token: String? = try step.get("token")
    try require(token.map { "Bearer \($0)" == bearer } ?? true, "with another token")
    let fetches = request.url.hasSuffix("/generateToken")
    try require(fetches == (step["fetches"] != nil), "to another address")
    let looksUp: String? = try step.get("looks_up")
    try require(looksUp == (request.bodyWithGet ? request.path : nil), "another look-up")
    try require(request.ownConnection == request.bodyWithGet, "over another's connection")
}

private func same(_ operation: StagedStore.Operation, _ step: Object) throws {
    try known(step, "step", "seq", "until", "gets", "puts", "replaces")
    try require(step["step"] == .text("store"), "it asks the store")
    guard let bytes = operation.bytes else {
        return try require(step["gets"] == .flag(true), "it reads")
    }
    let record = try JSONDecoder().decode(JSONValue.self, from: bytes)
    try includes("puts", record, step["puts"] ?? .null)
    let replaces = JSONValue.flag(operation.version != nil)
    try require(replaces == step["replaces"], "over another version")
}

/// What a call ended with against the expected step.
func same(_ end: TracedEnd, _ step: Object) async throws {
    switch end {
    case .done(let result):
        try known(step, "step", "class", "kind", "receipt")
        try require(step["step"] == .text("done"), "it ended")
        try await same(result, step)
    case .listed(let list):
        let list = try DispositionList(list)
        try require(!list.sentence.isEmpty, "no sentence")
        let told = shown(
            list, "dispositions", "outcome", "kind", "advice", "http_status",
            "retry_after_seconds")
        try same(["step": .text("listed"), "list": told], step)
    case .settled(let found):
        let settlements = try found.map(Settlement.init)
        try require(settlements.allSatisfy { !$0.sentence.isEmpty }, "no sentence")
        try require(!settlements.contains(where: \.mayResend), "it may be resent")
        let told = settlements.map {
            shown($0, "ucid", "finding", "effect", "advice", "look_again_seconds", "lookup")
        }
        try same(["step": .text("settled"), "settlements": .list(told)], step)
    case .invalid(let violations):
        let told = violations.map { JSONValue.list([shown($0.field), shown($0.problem)]) }
        try same(["step": .text("invalid"), "violations": .list(told)], step)
    }
}

private func same(_ result: CallResult, _ expected: Object) async throws {
    let end = await end { () throws(DispositionError) in try result.settled(orElse: .unknown) }
    try require(end.name == (try endName(expected)), "it ended as \(end.name)")
    try require(!end.receipt.sentence.isEmpty, "no sentence")
    let json = try end.receipt.json
    try require(try Receipt(json: json) == end.receipt, "its JSON is another receipt's")
    let form = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
    try includes("receipt", form, .object(try expected.get("receipt")))
}
