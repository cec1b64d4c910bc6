internal import CloudAgentDispositionBridge

/// Where the vendor's server is: ``india``, ``international``, or a text.
///
/// A text is `https://`, a host, and maybe a port and a path. Plain `http` is for this machine only.
/// It is kept with scheme and host in lower case and without trailing slashes.
public struct BaseURL: Hashable, Sendable {
    /// The URL as it is kept.
    public let text: String

    /// Checks a base URL.
    ///
    /// - Parameter text: The base URL. One that is refused is not repeated: it may hold a password
    ///   or a key.
    /// - Throws: ``InvalidInput`` where it can't be used, ``InternalFailure`` where the library itself
    ///   fails.
    public init(_ text: String) throws {
        let read = try ask { try parseBaseUrl(text: text) }
        guard let kept = read.keptAs else { throw refusal(read.violations) }
        self.init(unchecked: kept)
    }

    /// A base URL that the core has kept, or will judge.
    init(unchecked text: String) {
        self.text = text
    }

    /// CloudAgent's domestic host, the default.
    public static let india = BaseURL(unchecked: "https://in1-ccaas-api.ozonetel.com")
    /// CloudAgent's host for accounts outside India.
    public static let international = BaseURL(unchecked: "https://api.ccaas.ozonetel.com")
}

extension BaseURL: CustomStringConvertible {
    /// The URL as it is kept.
    public var description: String { text }
}
