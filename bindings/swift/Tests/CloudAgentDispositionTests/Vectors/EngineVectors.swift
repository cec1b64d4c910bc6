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
    fileprivate enum Act: Sendable {
        case slept(until: UInt64)
        case done(CallResult?)
    }

    /// A call of the trace, and what its driver does.
    private final class Call: Sendable {
        /// The one in whose task something is asked for.
        @TaskLocal static var current: Call?

        let mailbox = Mailbox()
        let acts = Queue<Act>()
        let sends = Queue<StagedTransport.Sent>()
    }

    /// What is known of a call so far.
    private struct State {
        let call = Call()
        var task: Task<Void, Never>?
        /// What it was asked to carry out, by its numbers.
        var sent: [Int: StagedTransport.Sent] = [:]
        var answered: Set<Int> = []
        var sleeps: UInt64?
        var result: CallResult?
    }

    private let driver: Driver
    private let clock: FakeClock
    /// The world's time, which comes with a reply.
    private let wall = Locked<UInt64>(0)
    /// The driver gives the engine a moment more than the clock says at the start of a call. A trace
    /// that starts at zero is moved by one, so that there is a moment before.
    private let offset: UInt64
    private var calls: [String: State] = [:]
    private var last: (call: String, now: UInt64)?

    init(_ settings: Object, seed: String, startsAtZero: Bool) throws {
        guard case .opened(let engine) = try openEngine(settings: engineSettings(settings)) else {
            throw Mismatch("no engine")
        }
        guard seed.count == 32, let high = UInt64(seed.prefix(16), radix: 16),
            let low = UInt64(seed.suffix(16), radix: 16)
        else { throw Mismatch("a seed is 32 hexadecimal digits") }
        let wall = wall
        clock = FakeClock(0) { Call.current?.acts.put(.slept(until: $0)) }
        let transport = StagedTransport(isStubborn: true) { Call.current?.sends.put($0) }
        driver = Driver(
            engine: engine, host: Host(transport: transport, wall: { wall.withLock { $0 } }),
            clock: clock, seed: { Seed(high: high, low: low) })
        offset = startsAtZero ? 1 : 0
    }

    mutating func take(_ entry: Entry) async throws {
        let name: String = try entry.event.get("call") ?? ""
        if entry.event["event"] == .text("start") {
            try start(name, entry)
        } else {
            clock.set(entry.now + offset)
            try tell(name, entry)
        }
        try await compare(name, entry.step, at: entry.now)
        last = (name, entry.now)
    }

    /// Cancels what is still out, so that nothing is begun and nothing waits for ever.
    func end() async {
        for state in calls.values {
            state.call.mailbox.cancel()
            for sent in state.sent.values { sent.answer.give(.failure(SendFailure(.reset))) }
            await state.task?.value
        }
    }

    private mutating func start(_ name: String, _ entry: Entry) throws {
        try known(entry.event, "event", "call", "request", "deadline_ms")
        try require(calls[name] == nil, "a call is started once")
        clock.set(entry.now + offset - 1)
        let request = try request(entry.event.get("request")).record
        let deadline: UInt64? = try entry.event.get("deadline_ms")
        var state = State()
        let call = state.call
        state.task = Call.$current.withValue(call) {
            Task { [driver] in
                let result = try? await driver.run(
                    request, deadline: deadline, mailbox: call.mailbox)
                call.acts.put(.done(result))
            }
        }
        calls[name] = state
    }

    /// Tells the driver of an event where it would hear of it: an answer from the transport, a cancel
    /// from its caller, a timer from its clock. A call that has ended hears nothing.
    private mutating func tell(_ name: String, _ entry: Entry) throws {
        let event = entry.event
        guard let mailbox = calls[name]?.call.mailbox else { throw Mismatch("no call \(name)") }
        let answer: Result<HTTPReply, SendFailure>
        switch try event.get("event") as String {
        case "timer":
            try known(event, "event", "call")
            // Where something comes of it at the moment of another call's event, it is that one's wake,
            // which the driver gives by itself.
            let until = try entry.step.get("until") as UInt64?
            let isIdle = until.map { $0 + offset } == calls[name]?.sleeps
            if let last, last.call != name, last.now == entry.now, !isIdle { return }
            return mailbox.poke()
        case "cancelled":
            try known(event, "event", "call")
            return mailbox.cancel()
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
        if let sent = calls[name]?.sent[seq], calls[name]?.answered.insert(seq).inserted == true {
            return sent.answer.give(answer)
        }
        // No transport answers twice, nor what it was never given: only this way can it be told.
        switch answer {
        case .success(let reply):
            mailbox.put(.reply(seq: UInt32(seq), reply: reply.record, wallMs: 0))
        case .failure(let failure):
            mailbox.put(.failed(seq: UInt32(seq), kind: failure.kind.rawValue, sent: true))
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
            try await sleeps(name, step)
            guard let sent = try await calls[name]?.call.sends.next() else { return }
            try require(sent.limits == limits, "\(sent.limits)")
            let bearer = sent.request.headers.first { $0.name == "Authorization" }?.value
            let token: String? = try step.get("token")
            try require(token.map { "Bearer \($0)" == bearer } ?? true, "with another token")
            let fetches = sent.request.url.hasSuffix("/generateToken")
            try require(fetches == (step["fetches"] != nil), "to another address")
            let seq: Int = try step.get("seq")
            try require(calls[name]?.sent.count == seq - 1, "another seq")
            calls[name]?.sent[seq] = sent
        case "abort":
            try known(step, "step", "seq", "until")
            try await sleeps(name, step)
            guard let sent = calls[name]?.sent[try step.get("seq")] else {
                throw Mismatch("no such send")
            }
            await sent.cancelled.value()
        case "wait", "misuse":
            // A misuse changes nothing, and the driver goes on waiting.
            try known(step, "step", "until")
            try await sleeps(name, step)
        case "done":
            guard case .done(let result?) = try await act(of: name) else {
                throw Mismatch("it goes on, or failed inside")
            }
            calls[name]?.result = result
            try await same(result, step)
        default:
            throw Mismatch("unknown step \(expected)")
        }
    }

    /// What it does next is to sleep, until the moment that the step names if it names one.
    private mutating func sleeps(_ name: String, _ step: Object) async throws {
        let expected = (try step.get("until") as UInt64?).map { $0 + offset }
        let isAgain = expected == nil || expected == calls[name]?.sleeps
        guard case .slept(let until) = try await act(of: name, isAgain: isAgain) else {
            throw Mismatch("it does not wait")
        }
        try require(expected.map { $0 == until } ?? true, "it waits until \(until)")
        calls[name]?.sleeps = until
    }

    /// What a call does next. A wake that nothing came of has it sleep once more until the same moment,
    /// which is passed by where `isAgain` is not expected.
    private func act(of name: String, isAgain: Bool = false) async throws -> Act {
        guard let state = calls[name] else { throw Mismatch("no call \(name)") }
        while true {
            let act = try await state.call.acts.next()
            if case .slept(let until) = act, until == state.sleeps, !isAgain { continue }
            return act
        }
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
