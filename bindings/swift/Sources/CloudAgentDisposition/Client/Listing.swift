internal import CloudAgentDispositionBridge

extension DispositionClient {
    /// Asks for a campaign's dispositions. The GET APIs need the campaign; on the POST APIs none means
    /// those of the account.
    ///
    /// It is sent once, and ends at the client's deadline, or at once where the task is cancelled. On
    /// ``Api/postToken`` the account must hold the token itself.
    ///
    /// - Returns: The list, or why there is none, which says nothing of any call.
    /// - Throws: ``InvalidInput`` where it can't be asked so.
    public func listDispositions(campaign: String? = nil) async throws -> DispositionList {
        let request = try CloudAgent.buildListRequest(
            campaign: campaign, for: account, api: api, baseURL: baseURL)
        guard !isClosed.withLock({ $0 }) else {
            return try ask {
                try DispositionList(listFailed(kind: ListKind.closed.rawValue))
            }
        }
        let mailbox = Mailbox()
        if Task.isCancelled { mailbox.cancel() }
        let asking = Task { [driver, limits] in
            await driver.ask(request, limits: limits, mailbox: mailbox)
        }
        let answer = await withTaskCancellationHandler {
            await asking.value
        } onCancel: {
            mailbox.cancel()
        }
        return try ask { try DispositionList(answer.list(api)) }
    }
}

extension Driver {
    /// Sends a request that is no call's, once: what happens first counts.
    func ask(_ request: HTTPRequest, limits: Limits, mailbox: Mailbox) async -> EventData {
        let sending = begin(for: mailbox) { await $0.send(request, seq: 0, limits: limits) }
        defer { sending.cancel() }
        if mailbox.isCancelled { sending.cancel() }
        return await next(from: mailbox, until: clock.now() + limits.total.limitInMilliseconds)
    }
}

extension EventData {
    /// What it says of a list that was asked for.
    fileprivate func list(_ api: Api) throws -> DispositionListData {
        switch self {
        case .reply(_, let reply, _): try listOfReply(reply: reply, api: api.rawValue)
        case .failed(_, let kind, _): try listFailed(kind: kind)
        case .cancelled: try listFailed(kind: ListKind.cancelled.rawValue)
        default: try listFailed(kind: ListKind.timeout.rawValue)
        }
    }
}
