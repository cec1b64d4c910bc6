extension Duration {
    /// A limit in whole milliseconds, rounded up: a limit that is more than nothing stays so, and
    /// less than nothing is nothing.
    var limitInMilliseconds: UInt64 {
        let down = wholeMilliseconds
        let hasMore = components.attoseconds % 1_000_000_000_000_000 > 0
        return UInt64(clamping: hasMore && down < .max ? down + 1 : down)
    }
}
