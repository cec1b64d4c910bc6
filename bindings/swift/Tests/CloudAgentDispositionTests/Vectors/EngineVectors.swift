import CloudAgentDispositionBridge
import Foundation

@testable import CloudAgentDisposition

/// Runs a trace on the driver, with a transport and a clock that do what the trace says: what the
/// driver does is compared with the steps.
@Sendable func runEngine(_ given: Object) async throws {
    try known(given, "id", "source", "settings", "seed", "trace")
    let trace = try given.list("trace")
    var run = try EngineRun(given.object("settings"), seed: given.text("seed"), trace: trace)
    for (place, entry) in trace.enumerated() {
        do {
            try await run.take(entry)
        } catch {
            throw Mismatch(description: "event \(place): \(error)")
        }
    }
    // What is still out at the end of a trace is called off, so that nothing waits for ever.
    await run.end()
}

private struct EngineRun {
    /// What the driver does.
    private enum Act: Sendable {
        case sent(FakeTransport.Sent)
        case slept(until: UInt64)
        case done(CallResult?)
    }

    private struct Call {
        let mailbox: Mailbox
        let task: Task<Void, Never>
        var sent: [FakeTransport.Sent] = []
        var result: CallResult?
    }

    private let driver: Driver
    private let clock: FakeClock
    private let acts = Queue<Act>()
    /// The driver gives the engine a moment more than the clock says at the start of a call. A trace
    /// that starts at zero is moved by one, so that there is a moment before.
    private let offset: UInt64
    private var calls: [String: Call] = [:]

    init(_ settings: Object, seed: String, trace: [JSONValue]) throws {
        guard case .opened(let engine) = try openEngine(settings: engineSettings(settings)) else {
            throw Mismatch(description: "no engine")
        }
        guard seed.count == 32, let high = UInt64(seed.prefix(16), radix: 16),
            let low = UInt64(seed.suffix(16), radix: 16)
        else { throw Mismatch(description: "a seed is 32 hexadecimal digits") }
        let acts = acts
        clock = FakeClock(0) { acts.put(.slept(until: $0)) }
        driver = Driver(
            engine: engine, transport: FakeTransport(isStubborn: true) { acts.put(.sent($0)) },
            clock: clock,
            seed: { Seed(high: high, low: low) })
        offset = try trace.contains { try Entry($0).now == 0 } ? 1 : 0
    }

    mutating func take(_ entry: JSONValue) async throws {
        let entry = try Entry(entry)
        let name = try entry.event.text("event")
        let call = try entry.event.optionalText("call") ?? ""
        if name == "start" {
            try start(call, entry)
        } else {
            clock.set(entry.now + offset)
            try await tell(call, name, entry.event)
        }
        try await compare(call, entry.step)
    }

    mutating func end() async {
        for sent in calls.values.flatMap(\.sent) {
            sent.answer.give(.failure(SendFailure(.reset)))
        }
        for call in calls.values { await call.task.value }
    }

    private mutating func start(_ name: String, _ entry: Entry) throws {
        try known(entry.event, "event", "call", "request", "deadline_ms")
        try require(calls[name] == nil, "a call is started once")
        clock.set(entry.now + offset - 1)
        let request = try request(entry.event.object("request")).record
        let deadline = try entry.event.optionalInteger("deadline_ms").map { UInt64($0) }
        let mailbox = Mailbox()
        let task = Task { [driver, acts] in
            let result = try? await driver.run(request, deadline: deadline, mailbox: mailbox)
            acts.put(.done(result))
        }
        calls[name] = Call(mailbox: mailbox, task: task)
    }

    /// Tells the driver of an event where it would hear of it: an answer from the transport, a cancel
    /// from its caller, a timer from another call's step. A call that has ended hears nothing.
    private func tell(_ name: String, _ kind: String, _ event: Object) async throws {
        guard let call = calls[name] else { throw Mismatch(description: "no call \(name)") }
        let answer: Result<HTTPReply, SendFailure>
        switch kind {
        case "timer":
            try known(event, "event", "call")
            return call.mailbox.poke()
        case "cancelled":
            try known(event, "event", "call")
            return call.mailbox.cancel()
        case "failed":
            try known(event, "event", "call", "seq", "kind", "sent")
            guard let kind = FailKind(rawValue: try event.text("kind")) else {
                throw Mismatch(description: "an unknown kind")
            }
            // A transport says by its kind that nothing was sent.
            let isUnsent = kind == .cancelled && event["sent"] == .flag(false)
            answer = .failure(SendFailure(isUnsent ? .connectTimeout : kind))
        case "reply":
            try known(event, "event", "call", "seq", "status", "retry_after", "date", "body")
            answer = .success(
                HTTPReply(
                    status: try event.integer("status"), body: Data(try event.text("body").utf8),
                    retryAfter: try event.optionalText("retry_after"),
                    date: try event.optionalText("date")))
        default:
            throw Mismatch(description: "unknown event \(kind)")
        }
        let seq = try event.integer("seq")
        if call.sent.indices.contains(seq - 1) {
            call.sent[seq - 1].answer.give(answer)
        } else {
            // No transport answers what it was never given: only this way is it a misuse.
            call.mailbox.put(eventData(UInt32(seq), answer))
        }
    }

    private mutating func compare(_ name: String, _ step: Object) async throws {
        let expected = try step.text("step")
        // A call that has ended takes nothing any more: its result stays what it was.
        if let result = calls[name]?.result {
            if expected == "misuse" { return try known(step, "step") }
            try require(expected == "done", "ended before \(expected)")
            return try same(result, step)
        }
        switch expected {
        case "send":
            try known(step, "step", "seq", "connect_by", "until")
            let until = UInt64(try step.integer("until")) + offset
            let connectBy = UInt64(try step.integer("connect_by")) + offset
            var sent: FakeTransport.Sent?
            for act in [await acts.next(), await acts.next()] {
                switch act {
                case .sent(let one): sent = one
                case .slept(let moment):
                    try require(moment == until, "it sleeps until \(moment)")
                case .done: throw Mismatch(description: "it has ended")
                }
            }
            guard let sent else { throw Mismatch(description: "nothing was sent") }
            let now = clock.now() + 1
            try require(sent.limits.total == .milliseconds(until - now), "\(sent.limits)")
            try require(sent.limits.connect == .milliseconds(connectBy - now), "\(sent.limits)")
            calls[name]?.sent.append(sent)
            try require(calls[name]?.sent.count == (try step.integer("seq")), "another seq")
        case "abort":
            try known(step, "step", "seq", "until")
            try await sleeps(until: UInt64(try step.integer("until")) + offset)
            let seq = try step.integer("seq")
            guard let sent = calls[name]?.sent, sent.indices.contains(seq - 1) else {
                throw Mismatch(description: "no such send")
            }
            await sent[seq - 1].cancelled.value()
        case "wait":
            try known(step, "step", "until")
            try await sleeps(until: UInt64(try step.integer("until")) + offset)
        case "misuse":
            // Nothing has changed, and the driver goes on waiting.
            try known(step, "step")
            try await sleeps(until: nil)
        case "done":
            guard case .done(let result?) = await acts.next() else {
                throw Mismatch(description: "it goes on, or failed inside")
            }
            calls[name]?.result = result
            try same(result, step)
        default:
            throw Mismatch(description: "unknown step \(expected)")
        }
    }

    private func sleeps(until expected: UInt64?) async throws {
        guard case .slept(let until) = await acts.next() else {
            throw Mismatch(description: "it does not wait")
        }
        try require(expected == nil || until == expected, "it waits until \(until)")
    }
}

/// One entry of a trace.
private struct Entry {
    let now: UInt64
    let event: Object
    let step: Object

    init(_ value: JSONValue) throws {
        guard case .list(let parts) = value, parts.count == 3, case .integer(let now) = parts[0],
            case .object(let event) = parts[1], case .object(let step) = parts[2]
        else { throw Mismatch(description: "an entry is a moment, an event and a step") }
        (self.now, self.event, self.step) = (UInt64(now), event, step)
    }
}

private func engineSettings(_ given: Object) throws -> SettingsData {
    try known(
        given, "api", "customer", "api_key", "token", "base_url", "mode", "deadline_ms",
        "connect_timeout_ms")
    let defaults = try defaults()
    return SettingsData(
        account: try account(given.filter { ["customer", "api_key", "token"].contains($0.key) })
            .handle,
        api: try given.text("api"),
        baseUrl: try given.optionalText("base_url") ?? defaults.baseUrlIndia,
        mode: try given.optionalText("mode") ?? "standard",
        deadlineMs: try given.optionalInteger("deadline_ms").map { UInt64($0) }
            ?? defaults.deadlineMs,
        connectTimeoutMs: try given.optionalInteger("connect_timeout_ms").map { UInt64($0) }
            ?? defaults.connectTimeoutMs)
}

private func eventData(_ seq: UInt32, _ answer: Result<HTTPReply, SendFailure>) -> EventData {
    switch answer {
    case .success(let reply): .reply(seq: seq, reply: reply.record)
    case .failure(let failure): .failed(seq: seq, kind: failure.kind.rawValue, sent: true)
    }
}

/// A result's class and kind, by the words of the vectors, and its receipt.
private func told(_ result: CallResult) throws -> (name: String?, kind: String?, Receipt) {
    do throws(DispositionError) {
        return (nil, nil, try result.settled(orElse: .unknown))
    } catch {
        switch error {
        case .invalidRequest(_, let receipt): return ("invalid", nil, receipt)
        case .notSent(let kind, let receipt): return ("not_sent", kind.rawValue, receipt)
        case .refused(let receipt): return ("refused", nil, receipt)
        case .uncertain(let kind, let receipt): return ("uncertain", kind.rawValue, receipt)
        case .internalFailure: throw Mismatch(description: "it can't be read")
        }
    }
}

/// A result against an expected `done`.
private func same(_ result: CallResult, _ expected: Object) throws {
    try known(expected, "step", "class", "kind", "receipt")
    let (name, kind, receipt) = try told(result)
    try same(name, try expected.optionalText("class"), "class")
    try same(kind, try expected.optionalText("kind"), "kind")
    try require(!receipt.sentence.isEmpty, "no sentence")
    let json = try receipt.json
    try require(try Receipt(json: json) == receipt, "its JSON is another receipt's")
    let form = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
    try includes("receipt", form, .object(try expected.object("receipt")))
}

/// Every key that is expected, with its value; in lists, element by element.
func includes(_ place: String, _ found: JSONValue?, _ expected: JSONValue) throws {
    switch (found, expected) {
    case (.object(let found), .object(let expected)):
        for (key, value) in expected { try includes("\(place).\(key)", found[key], value) }
    case (.list(let found), .list(let expected)):
        try require(found.count == expected.count, "\(place): \(found.count) elements")
        for (one, other) in zip(found, expected) { try includes(place, one, other) }
    default:
        try require(found == expected, "\(place) is \(String(describing: found))")
    }
}
