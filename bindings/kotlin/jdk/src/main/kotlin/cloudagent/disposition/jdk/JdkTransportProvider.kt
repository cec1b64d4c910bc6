package cloudagent.disposition.jdk

import cloudagent.disposition.Transport
import cloudagent.disposition.TransportProvider

/** Gives each client that was given no transport a [JdkTransport]. Registered for `ServiceLoader`. */
public class JdkTransportProvider : TransportProvider {
    /** A transport over the library's own HTTP clients. Nothing is opened. */
    override fun create(): Transport = JdkTransport()
}
