internal import CloudAgentDispositionBridge

/// A CloudAgent account: the vendor's `customer` (also called `userName`) and a credential.
///
/// Opaque: nothing reads the credential back, prints it, or writes it anywhere.
///
/// ```swift
/// let account = Account(customer: "acme", apiKey: ApiKey(key))
/// ```
public struct Account: Sendable, Redacted {
    /// The account's user name.
    public let customer: String
    private let lent: AccountHandle?
    let tokenSource: TokenSource?

    /// An account that calls with its api key. On ``Api/postToken`` a client fetches the tokens with it.
    public init(customer: String, apiKey: ApiKey) {
        self.customer = customer
        tokenSource = nil
        lent = try? AccountHandle.withApiKey(customer: customer, apiKey: apiKey.handle)
    }

    /// An account that calls with its api key, as it is.
    public init(customer: String, apiKey: String) {
        self.init(customer: customer, apiKey: ApiKey(apiKey))
    }

    /// An account whose tokens come from a source of yours, for ``Api/postToken``: what an app on a phone
    /// has, which must not hold the account's api key, and asks a server of yours for a token.
    ///
    /// ```swift
    /// let account = Account(customer: "acme") { renew in try await server.token(renewed: renew) }
    /// ```
    public init(customer: String, tokenSource: @escaping TokenSource) {
        self.customer = customer
        self.tokenSource = tokenSource
        lent = try? AccountHandle.withTokenSource(customer: customer)
    }

    /// An account that calls with this token, for ``Api/postToken``. No other is fetched: when it has
    /// expired, calls are refused.
    public init(customer: String, token: Token) {
        self.customer = customer
        tokenSource = nil
        lent = try? AccountHandle.withToken(customer: customer, token: token.handle)
    }

    /// An account that calls with a token, as it is, for ``Api/postToken``.
    public init(customer: String, token: String) {
        self.init(customer: customer, token: Token(token))
    }

    /// An account whose credential is not known here: enough to validate all the rest of a request.
    public init(customer: String) {
        self.customer = customer
        tokenSource = nil
        lent = try? AccountHandle.withoutCredential(customer: customer)
    }

    /// An account that the core has made.
    init(handle: AccountHandle) throws {
        customer = try handle.customer()
        tokenSource = nil
        lent = handle
    }

    /// What the core has of it. What failed when it was made is told where it is used.
    var handle: AccountHandle {
        get throws(InternalFailure) { try present(lent) }
    }

    /// The user name, and that the credential is not shown.
    public var description: String { "Account(\(customer.debugDescription), [redacted])" }
}
