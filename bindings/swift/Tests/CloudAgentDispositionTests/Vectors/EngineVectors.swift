import CloudAgentDispositionBridge
import Foundation

@testable import CloudAgentDisposition

/// Runs a trace on the driver, with a transport and a clock that do what the trace says: what the
/// driver does is compared with the steps.
@Sendable func runEngine(_ given: Object) async throws {
    try known(given, "id", "source", "settings", "seed", "trace")
    let trace = (try given.get("trace") as [[JSONValue]]).map(Entry.init)
    var run = try EngineRun(
        given.get("settings"), seed: given.get("seed"), startsAtZero: trace.contains { $0.now == 0 }
    )
    for (place, entry) in trace.enumerated() {
        do {
            try await run.take(entry)
        } catch {
            throw Mismatch("event \(place): \(error)")
        }
    }
    // What is still out at the end of a trace is called off, so that nothing waits for ever.
    await run.end()
}

/// One entry of a trace.
private struct Entry {
    let now: UInt64
    let event: Object
    let step: Object

    init(_ parts: [JSONValue]) {
        let entry = Dictionary(uniqueKeysWithValues: zip(["now", "event", "step"], parts))
        now = (try? entry.get("now")) ?? 0
        event = (try? entry.get("event")) ?? [:]
        step = (try? entry.get("step")) ?? [:]
    }
}

private struct EngineRun {
    /// What the driver does.
    private enum Act: Sendable {
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
    private let sends = Queue<FakeTransport.Sent>()
    /// The world's time, which comes with a reply.
    private let wall = Locked<UInt64>(0)
    /// The driver gives the engine a moment more than the clock says at the start of a call. A trace
    /// that starts at zero is moved by one, so that there is a moment before.
    private let offset: UInt64
    private var calls: [String: Call] = [:]

    init(_ settings: Object, seed: String, startsAtZero: Bool) throws {
        guard case .opened(let engine) = try openEngine(settings: engineSettings(settings)) else {
            throw Mismatch("no engine")
        }
        guard seed.count == 32, let high = UInt64(seed.prefix(16), radix: 16),
            let low = UInt64(seed.suffix(16), radix: 16)
        else { throw Mismatch("a seed is 32 hexadecimal digits") }
        let (acts, sends, wall) = (acts, sends, wall)
        clock = FakeClock(0) { acts.put(.slept(until: $0)) }
        driver = Driver(
            engine: engine, transport: FakeTransport(isStubborn: true, sends: sends), clock: clock,
            seed: { Seed(high: high, low: low) }, wall: { wall.withLock { $0 } })
        offset = startsAtZero ? 1 : 0
    }

    mutating func take(_ entry: Entry) async throws {
        let call: String = try entry.event.get("call") ?? ""
        if entry.event["event"] == .text("start") {
            try start(call, entry)
        } else {
            clock.set(entry.now + offset)
            try tell(call, entry.event)
        }
        try await compare(call, entry.step, at: entry.now)
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
        let request = try request(entry.event.get("request")).record
        let deadline: UInt64? = try entry.event.get("deadline_ms")
        let mailbox = Mailbox()
        let task = Task { [driver, acts] in
            let result = try? await driver.run(request, deadline: deadline, mailbox: mailbox)
            acts.put(.done(result))
        }
        calls[name] = Call(mailbox: mailbox, task: task)
    }

    /// Tells the driver of an event where it would hear of it: an answer from the transport, a cancel
    /// from its caller, a timer from another call's step. A call that has ended hears nothing.
    private func tell(_ name: String, _ event: Object) throws {
        guard let call = calls[name] else { throw Mismatch("no call \(name)") }
        let answer: Result<HTTPReply, SendFailure>
        switch try event.get("event") as String {
        case "timer":
            try known(event, "event", "call")
            return call.mailbox.poke()
        case "cancelled":
            try known(event, "event", "call")
            return call.mailbox.cancel()
        case "failed":
            try known(event, "event", "call", "seq", "kind", "sent")
            let kind: FailKind = try event.get("kind")
            // A transport says by its kind that nothing was sent.
            let isUnsent = kind == .cancelled && event["sent"] == .flag(false)
            answer = .failure(SendFailure(isUnsent ? .connectTimeout : kind))
        case "reply":
            try known(
                event, "event", "call", "seq", "status", "retry_after", "date", "body", "wall")
            let moment: UInt64 = try event.get("wall") ?? 0
            wall.withLock { $0 = moment }
            answer = .success(
                HTTPReply(
                    status: try event.get("status"),
                    body: Data((try event.get("body") as String).utf8),
                    retryAfter: try event.get("retry_after"), date: try event.get("date")))
        case let kind: throw Mismatch("unknown event \(kind)")
        }
        let seq: Int = try event.get("seq")
        if call.sent.indices.contains(seq - 1) { return call.sent[seq - 1].answer.give(answer) }
        // No transport answers what it was never given: only this way is it a misuse.
        switch answer {
        case .success(let reply):
            call.mailbox.put(.reply(seq: UInt32(seq), reply: reply.record, wallMs: 0))
        case .failure(let failure):
            call.mailbox.put(.failed(seq: UInt32(seq), kind: failure.kind.rawValue, sent: true))
        }
    }

    private mutating func compare(_ name: String, _ step: Object, at now: UInt64) async throws {
        let expected: String = try step.get("step")
        // A call that has ended takes nothing any more: its result stays what it was.
        if let result = calls[name]?.result {
            if expected == "misuse" { return try known(step, "step") }
            try require(expected == "done", "ended before \(expected)")
            return try await same(result, step)
        }
        switch expected {
        case "send":
            try known(step, "step", "seq", "connect_by", "until", "token", "fetches")
            let limits = Limits(
                connect: .milliseconds(try step.get("connect_by") as UInt64 - now),
                total: .milliseconds(try step.get("until") as UInt64 - now))
            try await sleeps(step)
            let sent = await sends.next()
            try require(sent.limits == limits, "\(sent.limits)")
            let bearer = sent.request.headers.first { $0.name == "Authorization" }?.value
            let token: String? = try step.get("token")
            try require(token.map { "Bearer \($0)" == bearer } ?? true, "with another token")
            let fetches = sent.request.url.hasSuffix("/generateToken")
            try require(fetches == (step["fetches"] != nil), "to another address")
            calls[name]?.sent.append(sent)
            try require(calls[name]?.sent.count == (try step.get("seq")), "another seq")
        case "abort":
            try known(step, "step", "seq", "until")
            try await sleeps(step)
            let seq: Int = try step.get("seq")
            guard let sent = calls[name]?.sent, sent.indices.contains(seq - 1) else {
                throw Mismatch("no such send")
            }
            await sent[seq - 1].cancelled.value()
        case "wait", "misuse":
            // A misuse changes nothing, and the driver goes on waiting.
            try known(step, "step", "until")
            try await sleeps(step)
        case "done":
            guard case .done(let result?) = await acts.next() else {
                throw Mismatch("it goes on, or failed inside")
            }
            calls[name]?.result = result
            try await same(result, step)
        default:
            throw Mismatch("unknown step \(expected)")
        }
    }

    /// What it does next is to sleep, until the moment that the step names if it names one.
    private func sleeps(_ step: Object) async throws {
        guard case .slept(let until) = await acts.next() else { throw Mismatch("it does not wait") }
        let expected: UInt64? = try step.get("until")
        try require(expected.map { $0 + offset == until } ?? true, "it waits until \(until)")
    }
}

private func engineSettings(_ given: Object) throws -> SettingsData {
    try known(
        given, "api", "customer", "api_key", "token", "base_url", "mode", "deadline_ms",
        "connect_timeout_ms", "attempts", "resend_unknown")
    let defaults = try defaults()
    let who = given.filter { ["customer", "api_key", "token"].contains($0.key) }
    return SettingsData(
        account: try account(who).handle, api: try given.get("api"),
        baseUrl: try given.get("base_url") ?? defaults.baseUrlIndia,
        mode: try given.get("mode") ?? "standard",
        deadlineMs: try given.get("deadline_ms") ?? defaults.deadlineMs,
        connectTimeoutMs: try given.get("connect_timeout_ms") ?? defaults.connectTimeoutMs,
        retry: RetryPolicy(
            attempts: try given.get("attempts") ?? RetryPolicy().attempts,
            resendUnknown: try given.get("resend_unknown") ?? false
        ).record)
}

/// A result against an expected `done`.
private func same(_ result: CallResult, _ expected: Object) async throws {
    try known(expected, "step", "class", "kind", "receipt")
    let end = await end { () throws(DispositionError) in try result.settled(orElse: .unknown) }
    try require(end.name == (try endName(expected)), "it ended as \(end.name)")
    try require(!end.receipt.sentence.isEmpty, "no sentence")
    let json = try end.receipt.json
    try require(try Receipt(json: json) == end.receipt, "its JSON is another receipt's")
    let form = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
    try includes("receipt", form, .object(try expected.get("receipt")))
}
