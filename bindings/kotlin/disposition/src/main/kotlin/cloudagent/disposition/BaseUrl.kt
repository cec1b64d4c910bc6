package cloudagent.disposition

import cloudagent.disposition.internal.bridge.parseBaseUrl
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked

/**
 * Where the vendor's server is: [INDIA], [INTERNATIONAL], or what [parse] reads.
 *
 * It is kept with scheme and host in lower case and without trailing slashes.
 */
public class BaseUrl private constructor(private val text: String) {
    /** Whether it is the same URL. */
    override fun equals(other: Any?): Boolean = other is BaseUrl && text == other.text

    /** Goes with [equals]. */
    override fun hashCode(): Int = text.hashCode()

    /** The URL, as it is kept. */
    override fun toString(): String = text

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
            val read = call { parseBaseUrl(text) }
            refuse(read.violations)
            return BaseUrl(kept(read.keptAs))
        }
    }
}
