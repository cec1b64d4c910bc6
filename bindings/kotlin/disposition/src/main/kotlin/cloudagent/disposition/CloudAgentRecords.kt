package cloudagent.disposition

import cloudagent.disposition.internal.bridge.CallbackRead
import cloudagent.disposition.internal.bridge.FoundData
import cloudagent.disposition.internal.bridge.HttpReplyData
import cloudagent.disposition.internal.bridge.RecordsRead
import cloudagent.disposition.internal.bridge.SettleResult
import cloudagent.disposition.internal.bridge.SettledReceipt
import cloudagent.disposition.internal.bridge.buildDayRequest as bridgeBuildDayRequest
import cloudagent.disposition.internal.bridge.buildRecordRequest as bridgeBuildRecordRequest
import cloudagent.disposition.internal.bridge.classifyRecords as bridgeClassifyRecords
import cloudagent.disposition.internal.bridge.readCallback as bridgeReadCallback
import cloudagent.disposition.internal.bridge.recordDay as bridgeRecordDay
import cloudagent.disposition.internal.bridge.settle as bridgeSettle
import cloudagent.disposition.internal.bridge.settleReceipt as bridgeSettleReceipt
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked
import cloudagent.disposition.internal.checkedOrNull
import cloudagent.disposition.internal.checkedSize
import cloudagent.disposition.internal.lend
import java.time.Instant

/**
 * The functions without I/O about call records: what became of a disposition of which nobody knows. A client does
 * the whole of it by [DispositionClient.lookUp]; a company's server that gets the vendor's callback needs only [readCallback] and [settle].
 */
public object CloudAgentRecords {
    /**
     * Says what the reply to a request for call records means. Total: any status and any bytes have an answer.
     *
     * @param httpStatus the reply's status. A number outside 100 to 999 stands for none, and is read as 0.
     * @param body its body, undecoded: up to [HttpRequest.replyLimit] bytes and one more.
     * @param retryAfter its header `Retry-After`.
     * @param date its header `Date`, from which a `Retry-After` that is a date is counted.
     * @param asked what was asked for, which says how much of it is read.
     * @throws IllegalArgumentException a header holds a lone surrogate, or the body has more than 1 GiB.
     */
    @JvmStatic
    @JvmOverloads
    public fun classifyRecords(
        httpStatus: Int,
        body: ByteArray,
        retryAfter: String? = null,
        date: String? = null,
        asked: Asked = Asked.ONE_CALL,
    ): RecordsReply {
        checkedSize(body.size)
        val reply = HttpReplyData(httpStatus, checkedOrNull("retryAfter", retryAfter), checkedOrNull("date", date), body)
        return call {
            when (val read = bridgeClassifyRecords(reply, asked.code)) {
                is RecordsRead.Listed -> Records(read.records, read.size)
                is RecordsRead.Unlisted -> NoRecords(read.instead)
            }
        }
    }

    /**
     * Reads the body of the vendor's end-of-call callback, as it came: a form with `data`, or JSON.
     *
     * @throws InvalidInputException it can't be read. Where it is empty, the web framework may have read it before.
     * @throws IllegalArgumentException the body has more than 1 GiB.
     */
    @JvmStatic
    public fun readCallback(body: ByteArray): Callback {
        checkedSize(body.size)
        return when (val read = call { bridgeReadCallback(body) }) {
            is CallbackRead.Read -> Callback(read.callback)
            is CallbackRead.Refused -> throw refusal(read.violations)
        }
    }

    /**
     * Says what call records tell of a disposition that was sent. Without a list it is [Finding.NO_ANSWER].
     *
     * @param request what was sent.
     * @param api the API by which it was.
     * @param found what a request for records brought.
     * @throws InvalidInputException the request has no ucid or no disposition.
     */
    @JvmStatic
    public fun settle(request: DispositionRequest, api: Api, found: RecordsReply): Settlement =
        when (found) {
            is Records -> found.handle.lend { settled(request, api, FoundData.Listed(it)) }
            is NoRecords -> settled(request, api, FoundData.Unlisted(found.record))
        }

    /**
     * Says what one record, such as a [Callback]'s, tells of a disposition that was sent.
     *
     * @throws InvalidInputException the request has no ucid or no disposition.
     */
    @JvmStatic
    public fun settle(request: DispositionRequest, api: Api, record: CallRecord): Settlement =
        settled(request, api, FoundData.One(record.record))

    /**
     * Says what is known of a disposition where the request for records brought no reply at all: [Finding.NO_ANSWER].
     *
     * @param kind why none came.
     * @throws InvalidInputException the request has no ucid or no disposition.
     */
    @JvmStatic
    public fun settle(request: DispositionRequest, api: Api, kind: Kind): Settlement =
        settled(request, api, FoundData.Failed(kind.code))

    private fun settled(request: DispositionRequest, api: Api, found: FoundData): Settlement =
        when (val result = call { bridgeSettle(request.record(), api.code, found) }) {
            is SettleResult.Settled -> call { Settlement(result.settlement) }
            is SettleResult.Refused -> throw refusal(result.violations)
        }

    /**
     * Gives a receipt what was found since: one that did not know gets the effect, the advice and the sentence of what was found, and
     * [Receipt.settled]. Every other comes back as it was.
     *
     * @param receipt what was known.
     * @param request what was sent.
     * @param settlement what was found of that request.
     * @throws InvalidInputException the settlement is of another request.
     */
    @JvmStatic
    public fun settleReceipt(receipt: Receipt, request: DispositionRequest, settlement: Settlement): Receipt =
        when (val result = call { bridgeSettleReceipt(receipt.record, request.record(), settlement.data) }) {
            is SettledReceipt.Given -> call { Receipt(result.receipt) }
            is SettledReceipt.Refused -> throw refusal(result.violations)
        }

    /**
     * Builds the HTTP request for the records of one call. It is a GET with a body and needs a connection of its own; the vendor
     * takes two such requests a minute for the whole account.
     *
     * @param account who asks.
     * @param ucid the id of the agent's leg of the call.
     * @param day the day on which the call began, `2026-11-22`: [recordDay].
     * @param utcOffsetMinutes how far the vendor's clock is from UTC. By itself India's; on the international host it must be given.
     * @param baseUrl where the vendor's server is.
     * @param now the time by which the day is judged.
     * @throws InvalidInputException it can't be asked so: the vendor keeps 15 days.
     * @throws IllegalArgumentException a text holds a lone surrogate.
     */
    @JvmStatic
    @JvmOverloads
    public fun buildRecordRequest(
        account: Account,
        ucid: String,
        day: String,
        utcOffsetMinutes: Int? = null,
        baseUrl: BaseUrl = BaseUrl.INDIA,
        now: Instant = Instant.now(),
    ): HttpRequest {
        checked("ucid", ucid)
        checked("day", day)
        val seconds = now.epochSecond
        return built(call { account.handle.lend { bridgeBuildRecordRequest(it, ucid, day, seconds, utcOffsetMinutes, baseUrl.raw()) } })
    }

    /**
     * Builds the HTTP request for the records of all calls that began on a day between two times, as [buildRecordRequest] does for
     * one call's.
     *
     * @param from `09:00:00`, say. By itself the day's beginning.
     * @param to by itself the day's end.
     * @throws InvalidInputException it can't be asked so.
     * @throws IllegalArgumentException a text holds a lone surrogate.
     */
    @JvmStatic
    @JvmOverloads
    public fun buildDayRequest(
        account: Account,
        day: String,
        from: String? = null,
        to: String? = null,
        utcOffsetMinutes: Int? = null,
        baseUrl: BaseUrl = BaseUrl.INDIA,
        now: Instant = Instant.now(),
    ): HttpRequest {
        checked("day", day)
        checkedOrNull("from", from)
        checkedOrNull("to", to)
        val seconds = now.epochSecond
        return built(
            call { account.handle.lend { bridgeBuildDayRequest(it, day, from, to, seconds, utcOffsetMinutes, baseUrl.raw()) } },
        )
    }

    /**
     * The day on which a call is recorded that began at this moment, `2026-11-22`: by the vendor's clock, not by this machine's.
     *
     * @return `null` outside the years 2000 to 2099.
     */
    @JvmStatic
    @JvmOverloads
    public fun recordDay(began: Instant, utcOffsetMinutes: Int = INDIA_MINUTES): String? =
        call { bridgeRecordDay(began.epochSecond, utcOffsetMinutes) }

    private const val INDIA_MINUTES = 330
}
