internal import CloudAgentDispositionBridge

extension DispositionClient {
    /// Looks up what the call's records say of a disposition, such as one that ended
    /// ``DispositionError/uncertain(kind:receipt:)``.
    ///
    /// It is a GET with a body, over a connection of its own: on Linux the built-in transport can send it,
    /// `URLSession` can't, so an app asks its company's server. It is sent again only where nothing left
    /// this machine, and no token is fetched for it. The vendor takes two such requests a minute for the
    /// whole account, so a client sends one in 31 s, and else answers at once ``Finding/noAnswer`` with what
    /// is left of that in ``Settlement/lookAgain``. It never looks again by itself.
    ///
    /// No error of sending comes of it: whatever keeps the records from coming is in the settlement's
    /// ``Settlement/lookup``, a cancelled task among it.
    ///
    /// - Parameters:
    ///   - request: What was sent.
    ///   - day: The day on which the call **began**, `YYYY-MM-DD`:
    ///     ``CloudAgent/recordDay(of:utcOffsetMinutes:)``.
    ///   - deadline: How long it may take, at most 24 hours; 30 s where `nil`.
    /// - Throws: ``InvalidInput`` where it can't be asked so: nothing was sent.
    public func lookUp(
        _ request: DispositionRequest, day: String, deadline: Duration? = nil
    ) async throws -> Settlement {
        let found = try await settlements(
            .oneCall(request: request.record, day: day), deadline)
        return try present(found.first)
    }

    /// Looks up several dispositions with one request for the records of all calls that began on a day
    /// between two times. For the rest it is as ``lookUp(_:day:deadline:)``.
    ///
    /// - Parameters:
    ///   - requests: What was sent. Without any, nothing is asked.
    ///   - day: The day on which the calls began.
    ///   - from: When the first one can have begun, `HH:MM:SS`; the day's beginning where `nil`.
    ///   - to: When the last one can have begun; the day's end where `nil`.
    ///   - deadline: How long it may take; 30 s where `nil`.
    /// - Returns: What was found, in the requests' order.
    /// - Throws: ``InvalidInput`` where it can't be asked so: nothing was sent.
    public func lookUpAll(
        _ requests: [DispositionRequest], day: String, from: String? = nil, to: String? = nil,
        deadline: Duration? = nil
    ) async throws -> [Settlement] {
        try await settlements(
            .day(requests: requests.map(\.record), day: day, fromTime: from, toTime: to),
            deadline)
    }

    private func settlements(
        _ asked: LookUpData, _ deadline: Duration?
    ) async throws -> [Settlement] {
        do {
            let found = try present(
                try await driven { driver, mailbox in
                    try await driver.lookUp(
                        asked, deadline: deadline?.limitInMilliseconds, mailbox: mailbox)
                })
            return try ask { try found.map(Settlement.init) }
        } catch let invalid as InvalidInput {
            throw invalid
        } catch {
            throw InternalFailure()
        }
    }
}
