import CloudAgentDispositionBridge
import Foundation

@testable import CloudAgentDisposition

/// Plays a trace to the driver, with a transport, a store, a source and a clock that do what the trace
/// says: what the driver does is compared with the steps.
@Sendable func runEngine(_ given: Object) async throws {
    try known(given, "id", "source", "settings", "seed", "store", "trace")
    let entries = (try given.get("trace") as [[JSONValue]]).map(TraceEntry.init)
    var trace = try EngineTrace(given, startsAtZero: entries.contains { $0.now == 0 })
    for (place, entry) in entries.enumerated() {
        do {
            try await trace.take(entry)
        } catch {
            await trace.end()
            throw Mismatch("event \(place): \(error)")
        }
    }
    await trace.end()
    try trace.requireNothingElse()
}

/// One entry of a trace.
struct TraceEntry {
    let now: UInt64
    let event: Object
    /// Empty where the trace has none.
    let step: Object

    init(_ parts: [JSONValue]) {
        let entry = Dictionary(uniqueKeysWithValues: zip(["now", "event", "step"], parts))
        now = (try? entry.get("now")) ?? 0
        event = (try? entry.get("event")) ?? [:]
        step = (try? entry.get("step")) ?? [:]
    }

    /// The call that it is about.
    var name: String { (try? event.get("call")) ?? "" }
}

/// The settings of a trace, and where its tokens come from.
struct TraceSettings {
    let record: SettingsData
    let hasSource: Bool

    init(_ given: Object) throws {
        try known(
            given, "api", "customer", "api_key", "token", "token_source", "shares_tokens",
            "base_url", "mode", "deadline_ms", "connect_timeout_ms", "attempts", "resend_unknown",
            "utc_offset_minutes")
        let defaults = try defaults()
        hasSource = try given.get("token_source") ?? false
        let who = given.filter { ["customer", "api_key", "token"].contains($0.key) }
        let account =
            hasSource
            ? Account(customer: try given.get("customer")) { _ in throw SendFailure(.connect) }
            : try account(who)
        record = SettingsData(
            account: try account.handle, api: try given.get("api"),
            baseUrl: try given.get("base_url") ?? defaults.baseUrlIndia,
            mode: try given.get("mode") ?? "standard",
            deadlineMs: try given.get("deadline_ms") ?? defaults.deadlineMs,
            connectTimeoutMs: try given.get("connect_timeout_ms") ?? defaults.connectTimeoutMs,
            retry: RetryPolicy(
                attempts: try given.get("attempts") ?? RetryPolicy().attempts,
                resendUnknown: try given.get("resend_unknown") ?? false
            ).record,
            sharesTokens: try given.get("shares_tokens") ?? false,
            utcOffsetMinutes: try given.get("utc_offset_minutes"))
    }
}

extension Seed {
    /// 32 hexadecimal digits.
    init(_ digits: String) throws {
        guard digits.count == 32, let high = UInt64(digits.prefix(16), radix: 16),
            let low = UInt64(digits.suffix(16), radix: 16)
        else { throw Mismatch("a seed is 32 hexadecimal digits") }
        self.init(high: high, low: low)
    }
}
