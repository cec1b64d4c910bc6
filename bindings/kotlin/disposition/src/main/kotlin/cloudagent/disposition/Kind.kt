package cloudagent.disposition

/** Why something failed: a [NotSentKind], an [UncertainKind] or a [FailKind]. */
public sealed interface Kind {
    /** The word that the JSON forms and the other languages use. */
    public val code: String
}
