import CloudAgentDisposition
internal import CloudAgentDispositionBridge

extension HTTPReply {
    /// A reply to a disposition that means this outcome, in the vendor's words where it has some for it;
    /// `nil` where no reply means it.
    ///
    /// - Parameters:
    ///   - outcome: What the reply means.
    ///   - retryAfter: The whole seconds of its `Retry-After`.
    public init?(saying outcome: Outcome, retryAfter: Duration? = nil) {
        guard let sample = try? sampleReply(outcome: outcome.rawValue) else { return nil }
        self.init(
            status: Int(sample.status), body: sample.body,
            retryAfter: retryAfter.map { String($0.components.seconds) })
    }
}

extension DispositionRequest {
    /// A request that nothing is wrong with.
    public static var sample: DispositionRequest {
        DispositionRequest(
            ucid: "8189000000001", did: "914000000001", agentID: "ravi", disposition: "Sale",
            pauseAfterDispose: false)
    }
}

/// What a call ends with where the server answers so: the receipt, or the error with its receipt, as the
/// library itself makes them, its sentence in it.
///
/// ```swift
/// let refused = await sampleEnd(.saying(.invalidAgent))
/// let lost = await sampleEnd(.failing(.reset))
/// ```
///
/// Where its fields alone matter, `Receipt` and the cases of `DispositionError` can be made by hand.
///
/// - Parameters:
///   - answers: The server's answers, in order.
///   - request: What was to be set.
///   - retry: When the call sends again.
public func sampleEnd(
    _ answers: FakeAnswer..., to request: DispositionRequest = .sample, retry: RetryPolicy = .none
) async -> Result<Receipt, DispositionError> {
    do throws(DispositionError) {
        let client = try DispositionClient(
            account: Account(customer: "acme", apiKey: "KK-sample"), api: .getV2,
            transport: FakeTransport(answers: answers), retry: retry)
        return .success(try await client.setDisposition(request))
    } catch {
        return .failure(error)
    }
}
