package cloudagent.disposition

import cloudagent.disposition.internal.bridge.ApiKeyHandle
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked

/**
 * An account's api key. Opaque: it prints as `ApiKey([redacted])`, compares by identity, and has no
 * JSON form. Its memory is freed, and cleared, when it is no longer used.
 */
public class ApiKey internal constructor(internal val handle: ApiKeyHandle) {
    /**
     * @param secret the key, as it is.
     * @throws IllegalArgumentException it holds a lone surrogate.
     */
    public constructor(secret: String) : this(checked("apiKey", secret).let { call { ApiKeyHandle(it) } })

    /** The key itself: for the one place that puts it on the wire. Don't log it. */
    public fun expose(): String = call { handle.expose() }

    /** Says that it is redacted. */
    override fun toString(): String = "ApiKey([redacted])"
}
