internal import CloudAgentDispositionBridge

extension CallRecord: Redacted {
    /// Its ucid, day and status, and the did's last four digits.
    public var description: String {
        let shown = [
            ("ucid", ucid?.debugDescription), ("did", did.map(lastFour)),
            ("callDate", callDate?.debugDescription), ("status", status?.debugDescription),
        ]
        let parts = shown.compactMap { name, value in value.map { "\(name): \($0)" } }
        return "CallRecord(\(parts.joined(separator: ", ")))"
    }
}

extension CallRecord {
    /// The record as a JSON object, the same in every language.
    ///
    /// - Parameter withComments: Whether the comments, which are the customer's matter, are in it.
    public func json(withComments: Bool = false) throws(InternalFailure) -> String {
        try ask { try callRecordToJson(record: record, withComments: withComments) }
    }
}
