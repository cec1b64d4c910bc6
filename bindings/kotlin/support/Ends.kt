package cloudagent.disposition.support

import cloudagent.disposition.DispositionException

/** What an exception is called in the vectors and in the table of faults. */
internal fun classOf(error: DispositionException): String =
    when (error) {
        is DispositionException.InvalidRequest -> "invalid"
        is DispositionException.NotSent -> "not_sent"
        is DispositionException.Refused -> "refused"
        is DispositionException.Uncertain -> "uncertain"
    }

internal fun kindOf(error: DispositionException): String? =
    when (error) {
        is DispositionException.NotSent -> error.kind.code
        is DispositionException.Uncertain -> error.kind.code
        else -> null
    }
