internal import CloudAgentDispositionBridge

extension DispositionClient {
    /// Asks for a campaign's dispositions. The GET APIs need the campaign; on the POST APIs none means
    /// those of the account.
    ///
    /// It is sent once, ends at the deadline, or at once where the task is cancelled. On
    /// ``Api/postToken`` it comes by its token as a call does.
    ///
    /// - Parameters:
    ///   - campaign: The campaign's id.
    ///   - deadline: How long it may take; the client's deadline where `nil`.
    /// - Returns: The list, or why there is none, which says nothing of any call.
    /// - Throws: ``InvalidInput`` where it can't be asked so.
    public func listDispositions(
        campaign: String? = nil, deadline: Duration? = nil
    ) async throws -> DispositionList {
        do {
            let list = try present(
                try await driven { driver, mailbox in
                    try await driver.list(
                        campaign, deadline: deadline?.limitInMilliseconds, mailbox: mailbox)
                })
            return try ask { try DispositionList(list) }
        } catch let invalid as InvalidInput {
            throw invalid
        } catch {
            throw InternalFailure()
        }
    }
}
