// Generated from the core's tables by `cargo gen`. Change those, not this file.

/// One of the vendor's four ways to set a disposition. It is a property of the account, so it is
/// always named: there is no silent default.
public enum Api: String, CaseIterable, Sendable, Codable {
    /// `GET …/DispositionAPIV2.php`, with the api key in the URL.
    case getV2 = "get_v2"
    /// `GET …/DispositionAPIV3.php`, with the api key in the URL: can set a disposition after
    /// wrap-up, and takes a callback time and its zone.
    case getV3 = "get_v3"
    /// `POST …/ca_apis/DispositionAPIV2` with the api key in a header.
    case postApiKey = "post_api_key"
    /// `POST …/ca_apis/DispositionAPIV2` with a bearer token.
    case postToken = "post_token"
}

extension Api: CustomStringConvertible {
    /// The code.
    public var description: String { rawValue }
}
