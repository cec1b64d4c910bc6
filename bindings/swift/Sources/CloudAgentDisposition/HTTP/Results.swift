/// What the reply to a request for a token meant.
public enum TokenResult: Sendable {
    /// A token.
    case granted(Token)
    /// What else it says.
    case other(Reply)
}

/// What the reply to a request for a campaign's dispositions meant.
public enum ListResult: Hashable, Sendable {
    /// The dispositions, maybe none.
    case dispositions([String])
    /// What else it says.
    case other(Reply)
}
