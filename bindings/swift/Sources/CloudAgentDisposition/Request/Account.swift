internal import CloudAgentDispositionBridge

/// A CloudAgent account: the vendor's `customer` (also called `userName`) and a credential.
///
/// Opaque: nothing reads the credential back, prints it, or writes it anywhere.
///
/// ```swift
/// let account = Account(customer: "acme", apiKey: ApiKey(key))
/// ```
public struct Account: Sendable, Redacted {
    let handle: AccountHandle

    /// An account that calls with its api key.
    ///
    /// For ``Api/postToken`` give a ``Token``: ``CloudAgent/buildTokenRequest(for:baseURL:)`` and
    /// ``CloudAgent/classifyToken(_:)`` make one with this account.
    ///
    /// - Parameters:
    ///   - customer: The account's user name.
    ///   - apiKey: Its api key.
    public init(customer: String, apiKey: ApiKey) {
        handle = AccountHandle.withApiKey(customer: customer, apiKey: apiKey.handle)
    }

    /// An account that calls with its api key.
    ///
    /// - Parameters:
    ///   - customer: The account's user name.
    ///   - apiKey: Its api key, as it is.
    public init(customer: String, apiKey: String) {
        self.init(customer: customer, apiKey: ApiKey(apiKey))
    }

    /// An account that calls with a token, for ``Api/postToken``: what an app on a phone has, which
    /// must not hold the account's api key.
    ///
    /// - Parameters:
    ///   - customer: The account's user name.
    ///   - token: A token of it.
    public init(customer: String, token: Token) {
        handle = AccountHandle.withToken(customer: customer, token: token.handle)
    }

    /// An account that calls with a token, for ``Api/postToken``.
    ///
    /// - Parameters:
    ///   - customer: The account's user name.
    ///   - token: A token of it, as it is.
    public init(customer: String, token: String) {
        self.init(customer: customer, token: Token(token))
    }

    /// An account whose credential is not known here: enough to validate all the rest of a request.
    ///
    /// - Parameter customer: The account's user name.
    public init(customer: String) {
        handle = AccountHandle.withoutCredential(customer: customer)
    }

    /// The account's user name.
    public var customer: String { handle.customer() }

    /// The user name, and that the credential is not shown.
    public var description: String { "Account(\(customer.debugDescription), [redacted])" }
}
