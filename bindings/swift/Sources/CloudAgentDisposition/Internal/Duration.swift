extension Duration {
    /// Whole milliseconds, rounded down; the most that fits where it is longer than that.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (millis, over) = seconds.multipliedReportingOverflow(by: 1_000)
        guard !over else { return seconds < 0 ? .min : .max }
        let (sum, tooLong) = millis.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return tooLong ? (seconds < 0 ? .min : .max) : sum
    }
}
