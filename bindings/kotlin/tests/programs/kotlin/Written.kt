package consumer

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.Violation
import java.io.ByteArrayOutputStream
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import java.io.ObjectStreamClass

/** Writes what a call threw by Java's serialization and reads it back; and tells the names under which it stands there. */
suspend fun main() {
    val client = DispositionClient(Account.withApiKey("acme", "KKacme0123456789"), Api.POST_API_KEY)
    try {
        client.setDisposition(DispositionRequest(agentId = "ravi"))
    } catch (e: DispositionException.InvalidRequest) {
        val bytes = ByteArrayOutputStream()
        ObjectOutputStream(bytes).use { it.writeObject(e) }
        val again = ObjectInputStream(bytes.toByteArray().inputStream()).use { it.readObject() } as DispositionException.InvalidRequest
        println("the same: ${again.violations == e.violations}, ${again.receipt == e.receipt}")
        println("names: ${ObjectStreamClass.lookup(Violation::class.java).fields.map { it.name }}")
    }
}
