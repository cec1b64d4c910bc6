internal import CloudAgentDispositionBridge

/// Where the vendor's server is: ``india``, ``international``, or a text, which ``init(_:)`` or
/// ``unchecked(_:)`` takes.
///
/// A text is `https://`, a host, and maybe a port and a path. Plain `http` is for this machine only.
/// It is kept with scheme and host in lower case and without trailing slashes.
public struct BaseURL: Hashable, Sendable, Redacted {
    /// The URL as it is kept. Of one that can't be used, nothing: it may hold a password or a key.
    public var text: String { isUsable ? raw : "" }

    /// The text for the core, which judges it with everything else.
    let raw: String
    private let isUsable: Bool

    /// Checks a base URL.
    ///
    /// - Throws: ``InvalidInput`` where it can't be used. It is not repeated: it may hold a password or
    ///   a key.
    public init(_ text: String) throws {
        switch try ask({ try parseBaseUrl(text: text) }) {
        case .kept(let text): self.init(kept: text)
        case .refused(let violations): throw refusal(violations)
        }
    }

    /// A base URL in the form that the core keeps.
    private init(kept raw: String, isUsable: Bool = true) {
        self.raw = raw
        self.isUsable = isUsable
    }

    /// Takes a base URL as ``init(_:)`` does, and one that can't be used as well: whatever it is given
    /// to says then what is wrong with it, together with everything else.
    public static func unchecked(_ text: String) -> BaseURL {
        (try? BaseURL(text)) ?? BaseURL(kept: text, isUsable: false)
    }

    /// CloudAgent's domestic host, the default.
    public static let india = BaseURL(kept: "https://in1-ccaas-api.ozonetel.com")
    /// CloudAgent's host for accounts outside India.
    public static let international = BaseURL(kept: "https://api.ccaas.ozonetel.com")
}

extension BaseURL {
    /// The URL as it is kept. One that can't be used is not shown.
    public var description: String { isUsable ? raw : "[not usable]" }
}
