package cloudagent.disposition.okhttp

import cloudagent.disposition.Transport
import cloudagent.disposition.TransportProvider

/** Gives each client that was given no transport an [OkHttpTransport]. Registered for `ServiceLoader`. */
public class OkHttpTransportProvider : TransportProvider {
    /** A transport over the library's own OkHttpClient. Nothing is opened. */
    override fun create(): Transport = OkHttpTransport()
}
