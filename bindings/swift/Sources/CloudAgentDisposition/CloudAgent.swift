internal import CloudAgentDispositionBridge
import Foundation

/// The functions without I/O: what is wrong with a request, its bytes, and what a reply means.
///
/// They need no client and send nothing. Each throws ``InternalFailure`` where the library itself fails,
/// which is a bug in it. Where a function takes the API that was called, that may be left out: only some
/// hints differ.
public enum CloudAgent {
    /// The library's version.
    public static let version = (try? ask { try defaults().version }) ?? ""

    /// Says **everything** that is wrong with a request, ordered by field. Empty where nothing is.
    public static func validate(
        _ request: DispositionRequest, for account: Account, api: Api, baseURL: BaseURL = .india
    ) throws(InternalFailure) -> [Violation] {
        try ask {
            try CloudAgentDispositionBridge.validate(
                account: try account.handle, request: request.record, api: api.rawValue,
                baseUrl: baseURL.raw
            ).map(Violation.init)
        }
    }

    /// Builds the HTTP request that sets a disposition, byte for byte, without sending it.
    ///
    /// - Throws: ``InvalidInput`` where the wire can't carry the request. Nothing else is checked:
    ///   ``validate(_:for:api:baseURL:)`` does that.
    public static func buildRequest(
        _ request: DispositionRequest, for account: Account, api: Api, baseURL: BaseURL = .india
    ) throws -> HTTPRequest {
        try built {
            try CloudAgentDispositionBridge.buildRequest(
                account: account.handle, request: request.record, api: api.rawValue,
                baseUrl: baseURL.raw)
        }
    }

    /// Builds the HTTP request for a token, for ``Api/postToken``. Each token ends every earlier one
    /// of the account, and the vendor makes at most 10 an hour.
    ///
    /// - Throws: ``InvalidInput`` where the account has no api key that a header can carry.
    public static func buildTokenRequest(
        for account: Account, baseURL: BaseURL = .india
    ) throws -> HTTPRequest {
        try built {
            try CloudAgentDispositionBridge.buildTokenRequest(
                account: account.handle, baseUrl: baseURL.raw)
        }
    }

    /// Builds the HTTP request for a campaign's dispositions. The GET APIs need the campaign's id.
    ///
    /// - Throws: ``InvalidInput`` where the wire can't carry the request.
    public static func buildListRequest(
        campaign: String? = nil, for account: Account, api: Api, baseURL: BaseURL = .india
    ) throws -> HTTPRequest {
        try built {
            try CloudAgentDispositionBridge.buildListRequest(
                account: account.handle, campaign: campaign, api: api.rawValue,
                baseUrl: baseURL.raw)
        }
    }

    /// Says what the reply to a request that sets a disposition means. Total: any status and any
    /// bytes have an answer.
    public static func classify(
        _ reply: HTTPReply, api: Api? = nil
    ) throws(InternalFailure) -> Reply {
        try present(classified(CollectionOfOne(reply), api).first)
    }

    /// Says what many replies mean, in their order, as ``classify(_:api:)`` says it of one, and for
    /// less each: for a queue that is worked off, or a log that is read.
    public static func classifyAll(
        _ replies: [HTTPReply], api: Api? = nil
    ) throws(InternalFailure) -> [Reply] {
        var all: [Reply] = []
        all.reserveCapacity(replies.count)
        // So many cross at a time: what crosses is copied.
        let atOnce = 256
        for first in stride(from: 0, to: replies.count, by: atOnce) {
            all += try classified(replies[first...].prefix(atOnce), api)
        }
        return all
    }

    private static func classified(
        _ replies: some Collection<HTTPReply>, _ api: Api?
    ) throws(InternalFailure) -> [Reply] {
        try ask {
            let question = Question.classifyAll(
                replies: replies.map(\.record), api: api?.rawValue)
            return try Answer.to(question, room: 512 * replies.count) {
                try $0.list(Reply.init(reading:))
            }
        }
    }

    /// Says what the reply to a request for a token means: the token, or what else it says.
    public static func classifyToken(
        _ reply: HTTPReply
    ) throws(InternalFailure) -> TokenResult {
        try ask {
            switch try CloudAgentDispositionBridge.classifyToken(reply: reply.record) {
            case .granted(let token): .granted(Token(handle: token))
            case .other(let reply): .other(try Reply(reply))
            }
        }
    }

    /// Says what the reply to a request for a campaign's dispositions means: the list, which may be
    /// empty, or what else it says.
    public static func classifyList(
        _ reply: HTTPReply, api: Api? = nil
    ) throws(InternalFailure) -> ListResult {
        try ask {
            switch try CloudAgentDispositionBridge.classifyList(
                reply: reply.record, api: api?.rawValue)
            {
            case .dispositions(let dispositions): .dispositions(dispositions)
            case .other(let reply): .other(try Reply(reply))
            }
        }
    }

    /// Says where a request's disposition is not among those of its campaign, before it is sent: a
    /// warning, since the list can be older than the campaign. Capitals and spacing count.
    ///
    /// What ``validate(_:for:api:baseURL:)`` says it does not say again: a request without a disposition
    /// gets no warning here.
    public static func checkDisposition(
        of request: DispositionRequest, in list: [String]
    ) throws(InternalFailure) -> Violation? {
        try ask {
            try CloudAgentDispositionBridge.checkDisposition(list: list, request: request.record)
                .map(Violation.init)
        }
    }

    /// Reads a CRM page's raw, already decoded parameters under the vendor's names, compared without
    /// case. A name may come twice, and is then told.
    public static func fromParams(
        _ parameters: [(name: String, value: String)], api: Api
    ) throws(InternalFailure) -> RawParameters {
        let pairs = parameters.map { ParameterData(name: $0.name, value: $0.value) }
        return try ask {
            try RawParameters(
                CloudAgentDispositionBridge.fromParams(pairs: pairs, api: api.rawValue))
        }
    }

    /// Reads a CRM page's query, as `URLComponents` splits and decodes it. An item without a value is
    /// empty.
    public static func fromParams(
        _ items: [URLQueryItem], api: Api
    ) throws(InternalFailure) -> RawParameters {
        try fromParams(items.map { (name: $0.name, value: $0.value ?? "") }, api: api)
    }

    static func built(_ build: () throws -> BuildResult) throws -> HTTPRequest {
        switch try ask(build) {
        case .built(let request): try ask { try HTTPRequest(request) }
        case .refused(let violations): throw refusal(violations)
        }
    }
}
