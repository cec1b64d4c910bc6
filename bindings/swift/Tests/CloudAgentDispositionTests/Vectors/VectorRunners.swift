import Foundation

@testable import CloudAgentDisposition

/// The runner of each file of vectors, by the file's name.
let vectorRunners: [String: Runner] = [
    "classify": runClassify,
    "engine": runEngine,
    "params": runParams,
    "receipts": runReceipts,
    "urls": runURLs,
    "validate": runValidate,
    "wire": runWire,
]

@Sendable func runValidate(_ given: Object) throws {
    try known(given, "id", "source", "api", "base_url", "account", "request", "expect")
    let found = try CloudAgent.validate(
        try request(given.object("request")), for: try account(given.object("account")),
        api: try api(given),
        baseURL: try baseURL(given))
    let expected = try given.objects("expect")
    try same(found, expected)
    try isRefusedEarlier(given, expected)
}

@Sendable func runWire(_ given: Object) throws {
    try known(
        given, "id", "source", "kind", "api", "base_url", "account", "request", "campaign", "expect"
    )
    let expected = try given.object("expect")
    let built: HTTPRequest
    do {
        built = try build(given)
    } catch let invalid as InvalidInput {
        try known(expected, "violations")
        let violations = try expected.objects("violations")
        try same(invalid.violations, violations)
        return try isRefusedEarlier(given, violations)
    }
    try known(expected, "method", "url", "headers", "body", "host", "port", "target")
    try same(built.method.rawValue, try expected.text("method"), "method")
    try same(built.url, try expected.text("url"), "url")
    try sameHeaders(built.headers, try expected.object("headers"))
    try same(
        built.body.map { String(decoding: $0, as: UTF8.self) }, try expected.optionalText("body"),
        "body")
    if expected["host"] != nil { try same(built.host, try expected.text("host"), "host") }
    if expected["target"] != nil { try same(built.target, try expected.text("target"), "target") }
    if expected["port"] != nil {
        try require(built.port == (try expected.integer("port")), "port is \(built.port)")
    }
}

private func build(_ given: Object) throws -> HTTPRequest {
    let account = try account(given.object("account"))
    let baseURL = try baseURL(given)
    switch try given.optionalText("kind") ?? "set" {
    case "set":
        return try CloudAgent.buildRequest(
            try request(given.object("request")), for: account, api: try api(given),
            baseURL: baseURL)
    case "token":
        return try CloudAgent.buildTokenRequest(for: account, baseURL: baseURL)
    case "list":
        return try CloudAgent.buildListRequest(
            campaign: try given.optionalText("campaign"), for: account, api: try api(given),
            baseURL: baseURL)
    case let kind:
        throw Mismatch(description: "unknown kind \(kind)")
    }
}

private func sameHeaders(_ found: [HTTPHeader], _ expected: Object) throws {
    var headers: [String: String] = [:]
    for header in found {
        let name = header.name.lowercased()
        try require(headers.updateValue(header.value, forKey: name) == nil, "\(name) comes twice")
    }
    let agent = headers.removeValue(forKey: "user-agent") ?? ""
    try require(agent == "cloudagent-disposition/\(CloudAgent.version)", "user-agent is \(agent)")
    try require(headers.count == expected.count, "headers are \(headers.keys.sorted())")
    for name in expected.keys {
        try same(headers[name.lowercased()], try expected.text(name), name)
    }
}

@Sendable func runParams(_ given: Object) throws {
    try known(given, "id", "source", "params", "api", "expect")
    let expected = try given.object("expect")
    try known(expected, "customer", "api_key", "request", "violations")
    let pairs = try given.list("params").map { pair in
        guard case .list(let both) = pair, both.count == 2, case .text(let name) = both[0],
            case .text(let value) = both[1]
        else { throw Mismatch(description: "a parameter is a pair of texts") }
        return (name: name, value: value)
    }
    let read = try CloudAgent.fromParams(pairs, api: try api(given))
    try same(read.customer, try expected.optionalText("customer"), "customer")
    try same(read.apiKey?.expose(), try expected.optionalText("api_key"), "api_key")
    try same(read.request.json, try request(expected.object("request")).json, "request")
    try same(read.violations, try expected.objects("violations"))
}

@Sendable func runURLs(_ given: Object) throws {
    try known(given, "id", "source", "base_url", "expect")
    let expected = try given.object("expect")
    do {
        let kept = try BaseURL(given.text("base_url"))
        try known(expected, "kept_as")
        try same(kept.text, try expected.text("kept_as"), "kept")
    } catch let invalid as InvalidInput {
        try known(expected, "problem")
        try require(invalid.violations.count == 1, "\(invalid.violations.count) violations")
        try require(invalid.violations[0].field == .baseURL, "another field")
        try same(invalid.violations[0].problem.rawValue, try expected.text("problem"), "problem")
    }
}

/// A request by the keys of its JSON form. Every one of them must be a field.
func request(_ given: Object) throws -> DispositionRequest {
    let json = try JSONEncoder().encode(JSONValue.object(given))
    return try DispositionRequest(json: String(decoding: json, as: UTF8.self))
}

func account(_ given: Object) throws -> Account {
    try known(given, "customer", "api_key", "token")
    let customer = try given.optionalText("customer") ?? ""
    switch (try given.optionalText("api_key"), try given.optionalText("token")) {
    case (let key?, nil): return Account(customer: customer, apiKey: key)
    case (nil, let token?): return Account(customer: customer, token: token)
    case (nil, nil): return Account(customer: customer)
    default: throw Mismatch(description: "an account has one credential")
    }
}

func api(_ given: Object) throws -> Api {
    let code = try given.text("api")
    guard let api = Api(rawValue: code) else { throw Mismatch(description: "no api \(code)") }
    return api
}

/// The base URL as it is given: the core judges it with all the rest.
private func baseURL(_ given: Object) throws -> BaseURL {
    try given.optionalText("base_url").map(BaseURL.unchecked) ?? .india
}

/// Of a base URL that can't be used a caller hears before there is one: the same as the core says.
private func isRefusedEarlier(_ given: Object, _ expected: [Object]) throws {
    guard let text = try given.optionalText("base_url") else { return }
    do {
        _ = try BaseURL(text)
    } catch let invalid as InvalidInput {
        try same(invalid.violations, Array(expected.prefix(1)))
    }
}

/// Violations, in order. Sentences are not compared, but each has one.
func same(_ found: [Violation], _ expected: [Object]) throws {
    let told = found.map { "\($0.field) \($0.problem) \($0.severity)" }
    let wanted = try expected.map { one in
        try known(one, "field", "problem", "severity")
        return "\(try one.text("field")) \(try one.text("problem")) \(try one.text("severity"))"
    }
    try require(told == wanted, "violations are \(told), not \(wanted)")
    try require(found.allSatisfy { !$0.detail.isEmpty }, "a violation without a sentence")
}
