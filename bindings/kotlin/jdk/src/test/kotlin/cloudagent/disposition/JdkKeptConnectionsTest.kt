package cloudagent.disposition

import cloudagent.disposition.jdk.JdkTransport
import java.net.ProxySelector

/** What the JDK keeps. Each test has clients of its own, and none that another left a connection in. */
internal class JdkKeptConnectionsTest : KeptTest(null, { JdkTransport(proxySelector = ProxySelector.of(null)) })
