package cloudagent.disposition

import cloudagent.disposition.internal.blocking
import cloudagent.disposition.internal.bridge.LookUpData
import cloudagent.disposition.internal.bridge.SettlementData
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked
import cloudagent.disposition.internal.checkedOrNull
import cloudagent.disposition.internal.frozen
import kotlin.time.Duration
import kotlin.time.toKotlinDuration

/**
 * What a [DispositionClient] looks up in the vendor's call records: what became of a disposition that ended
 * [DispositionException.Uncertain], above all.
 *
 * The vendor takes two such requests a minute for the whole account, so a client sends one in 31 seconds, and says at once when it may
 * look again. It never looks again by itself. A look-up is a GET with a body, which OkHttp refuses to send: on a
 * server use the artifact `cloudagent-disposition-jdk`. A phone does not look up: its company's server does.
 *
 * None of the exceptions of sending is ever thrown by a look-up, and none of what it says means that sending again is safe.
 */
public sealed class LookUps {
    internal abstract suspend fun lookedUp(asked: LookUpData, deadline: Duration?): List<SettlementData>

    /**
     * Looks up what the call's records say of a disposition. It blocks no thread.
     *
     * @param request what was sent.
     * @param day the day on which the call began, by the vendor's clock: [CloudAgentRecords.recordDay].
     * @param deadline how long it may take, at most 24 hours. By itself 30 seconds.
     * @return what was found. Where no list came, [Settlement.lookup] says what became of the look-up.
     * @throws InvalidInputException it can't be asked so. Nothing was sent.
     * @throws IllegalArgumentException the day holds a lone surrogate.
     * @throws kotlinx.coroutines.CancellationException the coroutine was cancelled. A look-up has no effect, so nothing is lost.
     * @throws IllegalStateException there is no transport. Nothing was sent.
     */
    public suspend fun lookUp(request: DispositionRequest, day: String, deadline: Duration? = null): Settlement {
        val found = lookedUp(LookUpData.OneCall(request.record(), checked("day", day)), deadline)
        return call { Settlement(found.single()) }
    }

    /**
     * [lookUp], and blocks the thread meanwhile: for Java.
     *
     * @throws InvalidInputException it can't be asked so. Nothing was sent.
     * @throws java.util.concurrent.CancellationException the thread was interrupted. It stays so.
     */
    @JvmOverloads
    public fun lookUpBlocking(request: DispositionRequest, day: String, deadline: java.time.Duration? = null): Settlement =
        blocking { lookUp(request, day, deadline?.toKotlinDuration()) }

    /**
     * Looks up several dispositions by one request: for the records of all calls that began on a day between two times.
     *
     * @param requests what was sent. Without any nothing is asked.
     * @param day the day on which the calls began, by the vendor's clock.
     * @param from `09:00:00`, say: when the first call can have begun. By itself the day's beginning.
     * @param to when the last one can have begun. By itself the day's end.
     * @param deadline how long it may take, at most 24 hours. By itself 30 seconds.
     * @return what was found, in the requests' order.
     * @throws InvalidInputException it can't be asked so. Nothing was sent.
     * @throws IllegalArgumentException a text holds a lone surrogate.
     * @throws kotlinx.coroutines.CancellationException the coroutine was cancelled.
     * @throws IllegalStateException there is no transport. Nothing was sent.
     */
    public suspend fun lookUpAll(
        requests: List<DispositionRequest>,
        day: String,
        from: String? = null,
        to: String? = null,
        deadline: Duration? = null,
    ): List<Settlement> {
        val records = requests.map(DispositionRequest::record)
        val asked = LookUpData.Day(records, checked("day", day), checkedOrNull("from", from), checkedOrNull("to", to))
        val found = lookedUp(asked, deadline)
        return call { found.frozen(::Settlement) }
    }

    /**
     * [lookUpAll], and blocks the thread meanwhile: for Java.
     *
     * @throws InvalidInputException it can't be asked so. Nothing was sent.
     * @throws java.util.concurrent.CancellationException the thread was interrupted. It stays so.
     */
    @JvmOverloads
    public fun lookUpAllBlocking(
        requests: List<DispositionRequest>,
        day: String,
        from: String? = null,
        to: String? = null,
        deadline: java.time.Duration? = null,
    ): List<Settlement> = blocking { lookUpAll(requests, day, from, to, deadline?.toKotlinDuration()) }
}
