/// Gives tokens that this program does not make itself: asks a server of yours that holds the api key,
/// say. An ``Account`` has one.
///
/// A client calls it when it needs a token, for one call at a time, and keeps what it is given for as
/// long as the token lasts. `renew` says that CloudAgent has refused the token that was given last: the
/// same again is of no use.
///
/// The call waits for it, up to its deadline, and then its task is cancelled. What it throws ends the call
/// as ``DispositionError/notSent(kind:receipt:)`` with `tokenUnavailable`, and is not repeated anywhere: a
/// ``SendFailure`` says by its kind what went wrong, anything else counts as `transportFailed`.
public typealias TokenSource = @Sendable (_ renew: Bool) async throws -> Token
