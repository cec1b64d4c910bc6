package cloudagent.disposition

import cloudagent.disposition.internal.bridge.BaseUrlRead
import cloudagent.disposition.internal.bridge.parseBaseUrl
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked

/**
 * Where the vendor's server is: [INDIA], [INTERNATIONAL], or what [parse] or [of] reads.
 *
 * It is kept with scheme and host in lower case and without trailing slashes.
 */
public class BaseUrl private constructor(private val text: String, private val isUsable: Boolean = true) {
    /** The text for the core, which judges it with everything else. */
    internal fun raw(): String = text

    /** Whether it is the same URL. */
    override fun equals(other: Any?): Boolean = other is BaseUrl && text == other.text

    /** Goes with [equals]. */
    override fun hashCode(): Int = text.hashCode()

    /** The URL, as it is kept. One that can't be used is not shown: it may hold a password or a key. */
    override fun toString(): String = if (isUsable) text else "[not usable]"

    /** The vendor's hosts, and the way to name another. */
    public companion object {
        /** CloudAgent's domestic host, the default. */
        @JvmField
        public val INDIA: BaseUrl = BaseUrl("https://in1-ccaas-api.ozonetel.com")

        /** CloudAgent's host for accounts outside India. */
        @JvmField
        public val INTERNATIONAL: BaseUrl = BaseUrl("https://api.ccaas.ozonetel.com")

        /**
         * Reads a base URL: `https://`, a host, and maybe a port and a path. Plain `http` is for this
         * machine only.
         *
         * @throws InvalidInputException it can't be used. The text is not repeated: it may hold a
         *   password or a key.
         * @throws IllegalArgumentException it holds a lone surrogate.
         */
        @JvmStatic
        public fun parse(text: String): BaseUrl {
            checked("baseUrl", text)
            when (val read = call { parseBaseUrl(text) }) {
                is BaseUrlRead.Kept -> return BaseUrl(read.text)
                is BaseUrlRead.Refused -> throw refusal(read.violations)
            }
        }

        /**
         * Takes a base URL as [parse] does, and one that can't be used as well: [CloudAgent.validate], and whatever else is given
         * it, says then what is wrong with it, together with everything else.
         *
         * @throws IllegalArgumentException it holds a lone surrogate.
         */
        @JvmStatic
        public fun of(text: String): BaseUrl {
            checked("baseUrl", text)
            return when (val read = call { parseBaseUrl(text) }) {
                is BaseUrlRead.Kept -> BaseUrl(read.text)
                is BaseUrlRead.Refused -> BaseUrl(text, isUsable = false)
            }
        }
    }
}
