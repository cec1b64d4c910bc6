/// What the reply to a request for a token meant.
public enum TokenResult: Sendable {
    /// A token.
    case granted(Token)
    /// What else it says.
    case other(Reply)
}
