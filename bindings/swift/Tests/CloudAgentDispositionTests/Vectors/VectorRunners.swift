import CloudAgentDispositionBridge
import Foundation

@testable import CloudAgentDisposition

/// The runner of each file of vectors, by the file's name.
let vectorRunners: [String: Runner] = [
    "classify": runClassify,
    "engine": runEngine,
    "environment": runEnvironment,
    "params": runParams,
    "receipts": runReceipts,
    "records": runRecords,
    "urls": runURLs,
    "validate": runValidate,
    "wire": runWire,
]

@Sendable private func runClassify(_ given: Object) throws {
    try known(
        given, "id", "source", "kind", "http_status", "retry_after", "date", "body", "body_base64",
        "expect")
    let reply = HTTPReply(
        status: try given.get("http_status"), body: try body(given),
        retryAfter: try given.get("retry_after"), date: try given.get("date"))
    let expected: Object = try given.get("expect")
    switch try given.get("kind") as String? ?? "set" {
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
        case .granted(let token): try same(["token": .text(token.expose())], expected)
        case .other(let other): try same(other, expected)
        }
    case "list":
        switch try CloudAgent.classifyList(reply) {
        case .dispositions(let found): try same(["dispositions": shown(found)], expected)
        case .other(let other): try same(other, expected)
        }
    case let kind: throw Mismatch("unknown kind \(kind)")
    }
}

func body(_ given: Object) throws -> Data {
    try require((given["body"] == nil) != (given["body_base64"] == nil), "a body, in one way")
    guard given["body"] == nil else { return Data((try given.get("body") as String).utf8) }
    return try given.get("body_base64")
}

private func same(_ reply: Reply, _ given: Object) throws {
    // What a case leaves out is null, but `status`, `details` and `recognised` may be anything.
    var expected = given
    for name in ["outcome", "effect", "advice", "ucid", "did", "action", "retry_after_seconds"] {
        expected[name] = given[name] ?? .null
    }
    try includes("reply", shown(reply), .object(expected))
    try require(!reply.hint.isEmpty, "no hint")
}

@Sendable private func runValidate(_ given: Object) throws {
    try known(given, "id", "source", "api", "base_url", "account", "request", "expect")
    let found = try CloudAgent.validate(
        try request(given.get("request")), for: try account(given.get("account")),
        api: try api(given), baseURL: try baseURL(given))
    try same(found, given.get("expect"))
    try isRefusedEarlier(given, found)
}

@Sendable private func runWire(_ given: Object) throws {
    try known(
        given, "id", "source", "kind", "api", "base_url", "account", "request", "campaign", "expect"
    )
    let expected: Object = try given.get("expect")
    let built: HTTPRequest
    do {
        built = try build(given)
    } catch let invalid as InvalidInput {
        try known(expected, "violations")
        try same(invalid.violations, expected.get("violations"))
        return try isRefusedEarlier(given, invalid.violations)
    }
    try same(headers(built), expected.get("headers"))
    let found: Object = [
        "method": shown(built.method), "url": shown(built.url),
        "body": shown(built.body.map { String(decoding: $0, as: UTF8.self) } as Any),
        "host": shown(built.host), "port": shown(built.port), "target": shown(built.target),
        "headers": expected["headers"] ?? .null,
    ]
    try same(found.filter { expected[$0.key] != nil }, expected)
}

private func build(_ given: Object) throws -> HTTPRequest {
    let account = try account(given.get("account"))
    let baseURL = try baseURL(given)
    switch try given.get("kind") as String? ?? "set" {
    case "set":
        return try CloudAgent.buildRequest(
            try request(given.get("request")), for: account, api: try api(given), baseURL: baseURL)
    case "token":
        return try CloudAgent.buildTokenRequest(for: account, baseURL: baseURL)
    case "list":
        return try CloudAgent.buildListRequest(
            campaign: try given.get("campaign"), for: account, api: try api(given),
            baseURL: baseURL)
    case let kind: throw Mismatch("unknown kind \(kind)")
    }
}

/// The headers but for the version, which no vector knows.
func headers(_ built: HTTPRequest) throws -> Object {
    var headers = Object()
    for header in built.headers {
        let isNew = headers.updateValue(.text(header.value), forKey: header.name) == nil
        try require(isNew, "\(header.name) comes twice")
    }
    let agent = headers.removeValue(forKey: "User-Agent")
    try require(
        agent == .text("cloudagent-disposition/\(CloudAgent.version)"),
        "User-Agent is \(agent as Any)")
    return headers
}

@Sendable private func runParams(_ given: Object) throws {
    try known(given, "id", "source", "params", "api", "expect")
    let expected: Object = try given.get("expect")
    let pairs = (try given.get("params") as [[String]]).map { (name: $0[0], value: $0[1]) }
    let read = try CloudAgent.fromParams(pairs, api: try api(given))
    try same(read.violations, expected.get("violations"))
    let found: Object = [
        "customer": shown(read.customer as Any), "api_key": shown(read.apiKey?.expose() as Any),
        "request": .text(try read.request.json), "violations": expected["violations"] ?? .null,
    ]
    let request = JSONValue.text(try request(expected.get("request")).json)
    try same(found, expected.merging(["request": request]) { $1 })
}

@Sendable private func runURLs(_ given: Object) throws {
    try known(given, "id", "source", "base_url", "expect")
    let found: Object
    do {
        found = ["kept_as": .text(try BaseURL(given.get("base_url")).text)]
    } catch let invalid as InvalidInput {
        try require(invalid.violations.map(\.field) == [.baseURL], "another field")
        found = ["problem": .text(invalid.violations[0].problem.rawValue)]
    }
    try same(found, given.get("expect"))
}

@Sendable private func runEnvironment(_ given: Object) throws {
    try known(given, "id", "source", "variables", "files", "given", "expect")
    let expected: Object = try given.get("expect")
    var variables: [String: String] = try given.get("variables")
    let files: Object = try given.get("files") ?? [:]
    let folder = try folder(
        files.mapValues { content in
            guard case .object(let bytes) = content else {
                return Data((try ["text": content].get("text") as String).utf8)
            }
            return try bytes.get("base64")
        })
    if let name = variables["CLOUDAGENT_API_KEY_FILE"], files[name] != nil {
        variables["CLOUDAGENT_API_KEY_FILE"] = folder.appendingPathComponent(name).path
    }
    let found: Settings
    do {
        found = try Settings(variables, given: environmentGiven(given.get("given") ?? [:]))
    } catch let invalid as InvalidInput {
        try known(expected, "violations")
        return try sameVariables(invalid, expected.get("violations"))
    }
    let who = expected.filter { ["customer", "api_key", "token"].contains($0.key) }
    let told: Object = [
        "customer": .text(found.account.customer), "api": shown(found.api),
        "base_url": .text(found.baseURL.text), "deadline_ms": shown(found.deadline),
    ]
    try same(who.merging(told) { $1 }, expected)
    // Nothing reads a credential back, but what is built with it has the same bytes, or the same flaw.
    let api = who["token"] == .null ? Api.getV2 : .postToken
    let built = try [found.account, account(who)].map { account in
        Result { try CloudAgent.buildRequest(Simulator.request, for: account, api: api) }
    }
    try require((try? built[0].get()) == (try? built[1].get()), "another account")
    try require("\(built[0])" == "\(built[1])", "\(built)")
}

private func sameVariables(_ found: InvalidInput, _ expected: [Object]) throws {
    let told = found.violations.map { shown($0, "field", "problem") }
    try includes(
        "it", .list(told), .list(expected.map { .object($0.filter { $0.key != "variable" }) }))
    for (violation, given) in zip(found.violations, expected) {
        let variable: String = try given.get("variable")
        let words = violation.detail.split { !$0.isLetter && $0 != "_" }
        try require(words.contains { $0 == variable }, "it does not name \(variable)")
    }
    try require(leaks("marker", in: found) == [], "it repeats a value")
}

private func environmentGiven(_ given: Object) throws -> GivenData {
    try known(given, "customer", "api_key", "token", "api", "base_url", "deadline_ms")
    return GivenData(
        account: nil, customer: try given.get("customer"),
        apiKey: try (given.get("api_key") as String?).map { try ApiKey($0).handle },
        token: try (given.get("token") as String?).map { try Token($0).handle },
        api: try given.get("api"), baseUrl: try given.get("base_url"),
        deadlineMs: try given.get("deadline_ms"))
}

@Sendable private func runReceipts(_ given: Object) throws {
    try known(given, "id", "source", "form", "json", "expect")
    var expected: Object = try given.get("expect")
    let json: String = try given.get("json")
    do {
        switch try given.get("form") as String? ?? "receipt" {
        case "request":
            return try same(["json": .text(try DispositionRequest(json: json).json)], expected)
        case "receipt":
            let receipt = try Receipt(json: json)
            try same(["json": .text(try receipt.json)], expected.filter { $0.key == "json" })
            expected["json"] = nil
            try includes("receipt", shown(receipt), .object(expected))
        case let form: throw Mismatch("unknown form \(form)")
        }
    } catch is InvalidInput {
        try same(["unreadable": .flag(true)], expected)
    }
}

/// A request by the keys of its JSON form. Every one of them must be a field.
func request(_ given: Object) throws -> DispositionRequest {
    let json = try JSONEncoder().encode(JSONValue.object(given))
    return try DispositionRequest(json: String(decoding: json, as: UTF8.self))
}

func account(_ given: Object) throws -> Account {
    try known(given, "customer", "api_key", "token")
    let customer: String = try given.get("customer") ?? ""
    switch (try given.get("api_key") as String?, try given.get("token") as String?) {
    case (let key?, nil): return Account(customer: customer, apiKey: key)
    case (nil, let token?): return Account(customer: customer, token: token)
    case (nil, nil): return Account(customer: customer)
    default: throw Mismatch("an account has one credential")
    }
}

private func api(_ given: Object) throws -> Api { try given.get("api") }

/// The base URL as it is given: the core judges it with all the rest.
func baseURL(_ given: Object) throws -> BaseURL {
    (try given.get("base_url") as String?).map(BaseURL.unchecked) ?? .india
}

/// Of a base URL that can't be used a caller hears before there is one: the same as the core says.
private func isRefusedEarlier(_ given: Object, _ found: [Violation]) throws {
    guard let text: String = try given.get("base_url") else { return }
    do {
        _ = try BaseURL(text)
    } catch let invalid as InvalidInput {
        try require(invalid.violations == Array(found.prefix(1)), "\(invalid.violations)")
    }
}

/// Violations, in order. Sentences are not compared, but each has one.
func same(_ found: [Violation], _ expected: [Object]) throws {
    try same(
        ["violations": .list(found.map { shown($0, "field", "problem", "severity") })],
        ["violations": .list(expected.map(JSONValue.object))])
    try require(found.allSatisfy { !$0.detail.isEmpty }, "a violation without a sentence")
}
