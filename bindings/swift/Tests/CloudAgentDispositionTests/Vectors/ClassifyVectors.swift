import Foundation

@testable import CloudAgentDisposition

@Sendable func runClassify(_ given: Object) throws {
    try known(
        given, "id", "source", "kind", "http_status", "retry_after", "date", "body", "body_base64",
        "expect")
    let reply = HTTPReply(
        status: try given.integer("http_status"), body: try body(given),
        retryAfter: try given.optionalText("retry_after"), date: try given.optionalText("date"))
    let expected = try given.object("expect")
    switch try given.optionalText("kind") ?? "set" {
    case "set":
        let read = try CloudAgent.classify(reply)
        try same(read, expected)
        // Among others it means the same.
        let nothing = HTTPReply(status: 0, body: Data())
        let all = try CloudAgent.classifyAll([nothing, reply, nothing])
        let meansNothing = try CloudAgent.classify(nothing)
        try require(all == [meansNothing, read, meansNothing], "classifyAll says something else")
    case "token":
        switch try CloudAgent.classifyToken(reply) {
        case .granted(let token):
            try known(expected, "token")
            try same(token.expose(), try expected.text("token"), "token")
        case .other(let other): try same(other, expected)
        }
    case "list":
        switch try CloudAgent.classifyList(reply) {
        case .dispositions(let found):
            try known(expected, "dispositions")
            let wanted = try expected.texts("dispositions")
            try require(found.count == wanted.count, "\(found.count) dispositions")
            for (one, other) in zip(found, wanted) { try same(one, other, "a disposition") }
        case .other(let other): try same(other, expected)
        }
    case let kind: throw Mismatch(description: "unknown kind \(kind)")
    }
}

private func body(_ given: Object) throws -> Data {
    try require((given["body"] == nil) != (given["body_base64"] == nil), "a body, in one way")
    if given["body"] != nil { return Data(try given.text("body").utf8) }
    guard let body = Data(base64Encoded: try given.text("body_base64")) else {
        throw Mismatch(description: "body_base64 is no base64")
    }
    return body
}

private func same(_ reply: Reply, _ expected: Object) throws {
    try known(
        expected, "outcome", "effect", "advice", "ucid", "did", "action", "retry_after_seconds",
        "status", "details", "recognised")
    try same(reply.outcome.rawValue, try expected.text("outcome"), "outcome")
    try same(reply.effect.rawValue, try expected.text("effect"), "effect")
    try same(reply.advice.rawValue, try expected.text("advice"), "advice")
    try same(reply.ucid, try expected.optionalText("ucid"), "ucid")
    try same(reply.did, try expected.optionalText("did"), "did")
    try same(reply.action, try expected.optionalText("action"), "action")
    let wait = try expected.optionalInteger("retry_after_seconds")
    try require(
        reply.retryAfter == wait.map { .seconds($0) },
        "retry_after is \(String(describing: reply.retryAfter))")
    if expected["status"] != nil {
        try same(reply.status, try expected.optionalText("status"), "status")
    }
    if expected["details"] != nil {
        try same(reply.details, try expected.optionalText("details"), "details")
    }
    if let recognised = expected["recognised"] {
        guard case .flag(reply.isRecognised) = recognised else {
            throw Mismatch(description: "recognised is \(reply.isRecognised)")
        }
    }
    try require(!reply.hint.isEmpty, "no hint")
}
