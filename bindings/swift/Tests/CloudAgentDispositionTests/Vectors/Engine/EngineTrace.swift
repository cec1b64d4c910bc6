import CloudAgentDispositionBridge
import Foundation

@testable import CloudAgentDisposition

/// A trace on its stage: a driver for each of its engines, which share a store.
struct EngineTrace {
    private let settings: TraceSettings
    private let seed: String
    private let clock: FakeClock
    /// The world's time, which comes with an event.
    private let wall = Locked<UInt64>(0)
    /// The seed of the call that is begun next.
    private let nextSeed = Locked(Seed())
    /// The driver gives the engine a moment more than the clock says at the start of a call. A trace
    /// that starts at zero is moved by one, so that there is a moment before.
    private let offset: UInt64
    private var store: TracedStore
    private var drivers: [String: Driver] = [:]
    private var calls: [String: TracedCall] = [:]
    private var last: (call: String, now: UInt64)?

    init(_ given: Object, startsAtZero: Bool) throws {
        settings = try TraceSettings(given.get("settings"))
        seed = try given.get("seed")
        store = try TracedStore(holding: given["store"])
        clock = FakeClock(0) { Reporter.current?.acts.put(.slept(until: $0)) }
        offset = startsAtZero ? 1 : 0
    }

    mutating func take(_ entry: TraceEntry) async throws {
        var event = entry.event
        // What no driver gives: of a call that has ended it hears nothing, and else only its mailbox can say
        // so, past the host.
        let isPast = event.removeValue(forKey: "played_by") == .text("engine")
        if isPast, calls[entry.name]?.end != nil { return }
        if let moment: UInt64 = try event.get("wall") { wall.withLock { $0 = moment } }
        let kind: String = try event.get("event")
        let begins = kind.hasPrefix("start")
        // A driver begins at the moment after the one that its clock shows.
        clock.set(entry.now + offset - (begins ? 1 : 0))
        switch kind {
        case "close":
            try known(event, "event", "engine")
            try driver(event.get("engine")).engine.closeEngine()
            return try require(entry.step.isEmpty, "nobody is told what comes of it")
        case "timer":
            try known(event, "event", "call")
            try poke(entry)
        case "cancelled":
            try known(event, "event", "call")
            try call(of: entry).mailbox.cancel()
        case _ where begins:
            try begin(entry)
        case _ where isPast:
            try call(of: entry).mailbox.put(TracedAnswer(event).event(event.get("seq")))
        default:
            try answer(call(of: entry), event)
        }
        try await compare(call(of: entry), entry)
        last = (entry.name, entry.now)
    }

    /// Cancels what is still out.
    func end() async {
        for call in calls.values { await call.giveUp() }
    }

    /// Whether nothing was done but what the steps say.
    func requireNothingElse() throws {
        for (name, call) in calls { try call.requireNothingElse(name) }
    }

    private func call(of entry: TraceEntry) throws -> TracedCall {
        guard let call = calls[entry.name] else { throw Mismatch("no call \(entry.name)") }
        return call
    }

    private mutating func driver(_ name: String?) throws -> Driver {
        if let driver = drivers[name ?? ""] { return driver }
        guard case .opened(let engine) = try openEngine(settings: settings.record) else {
            throw Mismatch("no engine")
        }
        let (wall, nextSeed) = (wall, nextSeed)
        let host = Host(
            transport: StagedTransport(isStubborn: true) { Reporter.current?.begin(.send($0)) },
            store: settings.record.sharesTokens
                ? StagedStore { Reporter.current?.begin(.store($0)) } : nil,
            source: settings.hasSource
                ? StagedSource { Reporter.current?.begin(.token($0)) }.token : nil,
            wall: { wall.withLock { $0 } })
        let driver = Driver(
            engine: engine, host: host, clock: clock, seed: { nextSeed.withLock { $0 } })
        drivers[name ?? ""] = driver
        return driver
    }

    private mutating func begin(_ entry: TraceEntry) throws {
        let event = entry.event
        try require(calls[entry.name] == nil, "a call is started once")
        let driver = try driver(event.get("engine"))
        let next = try Seed(event.get("seed") ?? seed)
        nextSeed.withLock { $0 = next }
        let call = TracedCall()
        calls[entry.name] = call
        let deadline: UInt64? = try event.get("deadline_ms")
        let own = event.filter {
            !["event", "call", "engine", "seed", "deadline_ms"].contains($0.key)
        }
        switch try event.get("event") as String {
        case "start":
            try known(own, "request")
            let request = try request(event.get("request")).record
            call.begin { mailbox in
                try await driver.run(request, deadline: deadline, mailbox: mailbox).map(
                    TracedEnd.done)
            }
        case "start_list":
            try known(own, "campaign")
            let campaign: String? = try event.get("campaign")
            call.begin { mailbox in
                try await driver.list(campaign, deadline: deadline, mailbox: mailbox).map(
                    TracedEnd.listed)
            }
        case "start_look_up", "start_look_up_all":
            try known(own, "request", "requests", "day", "from", "to", "wall")
            let asked = try asked(event)
            call.begin { mailbox in
                try await driver.lookUp(asked, deadline: deadline, mailbox: mailbox).map(
                    TracedEnd.settled)
            }
        case let kind: throw Mismatch("unknown event \(kind)")
        }
    }

    private func asked(_ event: Object) throws -> LookUpData {
        let day: String = try event.get("day")
        guard let requests: [Object] = try event.get("requests") else {
            return .oneCall(request: try request(event.get("request")).record, day: day)
        }
        return .day(
            requests: try requests.map { try request($0).record }, day: day,
            fromTime: try event.get("from"), toTime: try event.get("to"))
    }

    /// Where something comes of a timer at the moment of another call's event, it is that one's wake, which
    /// the driver gives by itself.
    private func poke(_ entry: TraceEntry) throws {
        let call = try call(of: entry)
        let until = try entry.step.get("until") as UInt64?
        let isIdle = until.map { $0 + offset } == call.sleeps
        if let last, last.call != entry.name, last.now == entry.now, !isIdle { return }
        call.mailbox.poke()
    }

    /// Has the host answer what it was asked.
    private mutating func answer(_ call: TracedCall, _ event: Object) throws {
        let seq: Int = try event.get("seq")
        let (errand, answer) = (try call.answered(seq), try TracedAnswer(event))
        // That a send was called off before it was begun, the host says and no transport.
        if case .failed(.cancelled, sent: false) = answer {
            return call.mailbox.put(try answer.event(UInt32(seq)))
        }
        let isGiven = try answer.give(to: errand, store: &store)
        try require(isGiven, "another sort of answer")
    }

    private func compare(_ call: TracedCall, _ entry: TraceEntry) async throws {
        let step = entry.step
        let expected: String = try step.get("step")
        let until = (try step.get("until") as UInt64?).map { $0 + offset }
        switch expected {
        case "send", "store", "token":
            try await call.sleeps(until: until)
            let errand = try await call.next(step.get("seq"))
            try same(errand, step, at: entry.now)
        case "abort":
            try known(step, "step", "seq", "until")
            try await call.sleeps(until: until)
            guard case .send(let sent) = try call.errand(step.get("seq")) else {
                throw Mismatch("it aborts no send")
            }
            await sent.cancelled.value()
        case "wait", "misuse":
            // A misuse changes nothing, and the driver goes on waiting.
            try known(step, "step", "until")
            try await call.sleeps(until: until)
        default:
            try await same(call.ended(), step)
        }
    }
}
