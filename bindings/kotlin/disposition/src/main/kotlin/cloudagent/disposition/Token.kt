package cloudagent.disposition

import cloudagent.disposition.internal.bridge.TokenHandle
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked

/**
 * A bearer token, made by the vendor from an api key. Opaque: it prints as `Token([redacted])`,
 * compares by identity, and has no JSON form. Its memory is freed, and cleared, when it is no longer
 * used.
 */
public class Token internal constructor(internal val handle: TokenHandle) {
    /**
     * @param secret the token, as it is.
     * @throws IllegalArgumentException it holds a lone surrogate.
     */
    public constructor(secret: String) : this(checked("token", secret).let { call { TokenHandle(it) } })

    /** The token itself: for the one place that puts it on the wire. Don't log it. */
    public fun expose(): String = call { handle.expose() }

    /** Says that it is redacted. */
    override fun toString(): String = "Token([redacted])"
}
