package cloudagent.disposition

import cloudagent.disposition.internal.bridge.CallResult
import cloudagent.disposition.internal.bridge.InternalException
import cloudagent.disposition.internal.bridge.Misuse
import cloudagent.disposition.internal.bridge.ReceiptRead
import cloudagent.disposition.internal.bridge.receiptFromJson
import cloudagent.disposition.internal.call
import cloudagent.disposition.support.Sweep
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Exceptions say what became of the call, and carry nothing of what happened inside. */
internal class ExceptionsTest {
    private val receipt = receiptData()
    private val refused = ended(CallResult.Refused(receipt))

    private fun ended(result: CallResult) = DispositionException.of(result)!!

    @Test
    fun `each class of failure is an exception`() {
        val invalid = ended(CallResult.Invalid(receipt, listOf(violationData()))) as DispositionException.InvalidRequest
        assertEquals(listOf(Violation(violationData())), invalid.violations)
        for (kind in NotSentKind.entries) assertEquals(kind, reason(ended(CallResult.NotSent(receipt, kind.code))))
        for (kind in UncertainKind.entries) assertEquals(kind, reason(ended(CallResult.Uncertain(receipt, kind.code))))
        assertTrue(refused is DispositionException.Refused)
        assertNull(DispositionException.of(CallResult.Done(receipt)))
    }

    @Test
    fun `an exception says what its receipt says`() {
        assertEquals(Receipt(receipt), refused.receipt)
        assertEquals(Effect.NOT_APPLIED, refused.effect)
        assertEquals(Advice.RETRY_LATER, refused.advice)
        assertTrue(refused.mayResend)
        assertEquals("Not applied.", refused.message)
        val cancelled = CallCancelledException(refused.receipt)
        assertEquals(refused.receipt, cancelled.receipt)
        assertEquals(Effect.NOT_APPLIED, cancelled.effect)
        assertEquals("Not applied.", cancelled.message)
    }

    @Test
    fun `nobody gives them a cause`() {
        val invalid = assertThrows(InvalidInputException::class.java) { BaseUrl.parse("x") }
        val all =
            listOf(
                refused,
                invalid,
                SendFailedException(FailKind.TLS),
                NativeLibraryException("x"),
                InternalErrorException(Effect.UNKNOWN),
            )
        for (error in all) {
            assertThrows(IllegalStateException::class.java) { error.initCause(RuntimeException(KEY)) }
            assertNull(error.cause)
        }
        val cancelled = CallCancelledException(Receipt(receipt)).apply { initCause(RuntimeException(KEY)) }
        assertNull(cancelled.cause)
        assertEquals(emptyList<String>(), Sweep.leaks(KEY, cancelled))
    }

    @Test
    fun `what fails inside is reported as that, and not repeated`() {
        val failures =
            listOf(InternalException("panicked at $KEY"), Misuse.UnknownCode(KEY), IllegalStateException(KEY), Misuse.NoReceipt())
        for (failure in failures) {
            val error = assertThrows(InternalErrorException::class.java) { call { throw failure } }
            assertEquals(listOf(Effect.NOT_APPLIED, Advice.DO_NOT_RETRY), listOf(error.effect, error.advice))
            assertTrue(error.message!!.endsWith("Nothing was sent."), error.message)
            assertEquals(emptyList<String>(), Sweep.leaks(KEY, error))
            assertEquals(emptyList<String>(), Sweep.leaks("bridge.", error.message))
        }
        val error = assertThrows(InternalErrorException::class.java) { call(Effect.UNKNOWN) { throw failures[0] } }
        assertEquals(listOf(Effect.UNKNOWN, Advice.CHECK_FIRST), listOf(error.effect, error.advice))
        assertTrue("may have been applied" in error.message!!, error.message)
    }

    /** This, written and read by Java. */
    private inline fun <reified E : Any> copied(one: E): E {
        val bytes = ByteArrayOutputStream()
        ObjectOutputStream(bytes).use { it.writeObject(one) }
        assertFalse(KEY in bytes.toString(Charsets.ISO_8859_1.name()))
        return ObjectInputStream(ByteArrayInputStream(bytes.toByteArray())).use { it.readObject() } as E
    }

    @Test
    fun `Java writes and reads each exception, its receipt with what a newer version knows`() {
        val json = Receipt(receipt).toJson().replace("rate_limited", "from_a_newer_version")
        val newer = (call { receiptFromJson(json) } as ReceiptRead.Read).receipt
        val results =
            listOf(
                CallResult.Invalid(newer, listOf(violationData())),
                CallResult.NotSent(newer, "tls"),
                CallResult.Refused(newer),
                CallResult.Uncertain(newer, "reset"),
            )
        for (error in results.map(::ended)) {
            val copy = copied(error)
            assertEquals(error.javaClass, copy.javaClass)
            assertEquals(error.receipt, copy.receipt)
            assertEquals(error.receipt.toJson(), copy.receipt.toJson())
            assertTrue("from_a_newer_version" in copy.receipt.toJson(), copy.receipt.toJson())
            assertEquals(error.message, copy.message)
            assertEquals(error.stackTrace.toList(), copy.stackTrace.toList())
            assertEquals(reason(error), reason(copy))
        }
        val cancelled = CallCancelledException(Receipt(newer)).apply { initCause(RuntimeException(KEY)) }
        assertEquals(cancelled.receipt, copied(cancelled).receipt)
        assertNull(copied(cancelled).cause)
        val invalid = assertThrows(InvalidInputException::class.java) { BaseUrl.parse("x") }
        assertEquals(invalid.violations, copied(invalid).violations)
        assertEquals(FailKind.TLS, copied(SendFailedException(FailKind.TLS)).kind)
        assertEquals(Effect.UNKNOWN, copied(InternalErrorException(Effect.UNKNOWN)).effect)
        assertEquals("x", copied(NativeLibraryException("x")).message)
    }

    private fun reason(error: DispositionException): Any? =
        when (error) {
            is DispositionException.InvalidRequest -> error.violations
            is DispositionException.NotSent -> error.kind
            is DispositionException.Uncertain -> error.kind
            is DispositionException.Refused -> null
        }

    @Test
    fun `a code that this build doesn't know is a failure inside`() {
        assertThrows(InternalErrorException::class.java) { call { Receipt(receipt.copy(outcome = "from_a_newer_version")) } }
    }

    @Test
    fun `invalid input says all that is wrong`() {
        val account = Account.withApiKey("acme", KEY + "é")
        val build = { CloudAgent.buildRequest(account, DispositionRequest(), Api.POST_API_KEY) }
        val error = assertThrows(InvalidInputException::class.java) { build() }
        assertEquals(listOf(Field.API_KEY to Problem.NOT_ASCII), error.violations.map { it.field to it.problem })
        assertEquals(error.violations.joinToString(" "), error.message)
    }
}
