extension Duration {
    /// Whole milliseconds, rounded down; the most that fits where it is longer than that.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (millis, over) = seconds.multipliedReportingOverflow(by: 1_000)
        guard !over else { return seconds < 0 ? .min : .max }
        let (sum, tooLong) = millis.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return tooLong ? (seconds < 0 ? .min : .max) : sum
    }

    /// A limit in whole milliseconds, rounded up: a limit that is more than nothing stays so, and
    /// less than nothing is nothing.
    var limitInMilliseconds: UInt64 {
        let down = wholeMilliseconds
        let hasMore = components.attoseconds % 1_000_000_000_000_000 > 0
        return UInt64(clamping: hasMore && down < .max ? down + 1 : down)
    }

    /// A wait in whole seconds, rounded up: who waits so long never comes too early.
    var waitInSeconds: UInt32 {
        let (seconds, attoseconds) = components
        return UInt32(clamping: attoseconds > 0 && seconds < .max ? seconds + 1 : seconds)
    }
}
