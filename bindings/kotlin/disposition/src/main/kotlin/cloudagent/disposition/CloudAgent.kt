package cloudagent.disposition

import cloudagent.disposition.internal.Direct
import cloudagent.disposition.internal.batchOf
import cloudagent.disposition.internal.bridge.FfiConverterSequenceTypeReplyData
import cloudagent.disposition.internal.bridge.FfiConverterSequenceTypeViolationData
import cloudagent.disposition.internal.bridge.FfiConverterTypeBuildResult
import cloudagent.disposition.internal.bridge.FfiConverterTypeReplyColumns
import cloudagent.disposition.internal.bridge.HttpReplyData
import cloudagent.disposition.internal.bridge.ListReplyData
import cloudagent.disposition.internal.bridge.ParameterData
import cloudagent.disposition.internal.bridge.Question
import cloudagent.disposition.internal.bridge.TokenReplyData
import cloudagent.disposition.internal.bridge.buildListRequest as bridgeBuildListRequest
import cloudagent.disposition.internal.bridge.buildTokenRequest as bridgeBuildTokenRequest
import cloudagent.disposition.internal.bridge.checkDisposition as bridgeCheckDisposition
import cloudagent.disposition.internal.bridge.classifyList as bridgeClassifyList
import cloudagent.disposition.internal.bridge.classifyToken as bridgeClassifyToken
import cloudagent.disposition.internal.bridge.fromParams as bridgeFromParams
import cloudagent.disposition.internal.bridge.sampleReply as bridgeSampleReply
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked
import cloudagent.disposition.internal.checkedOrNull
import cloudagent.disposition.internal.checkedSize
import cloudagent.disposition.internal.frozen
import cloudagent.disposition.internal.lend
import cloudagent.disposition.internal.replies
import java.util.Collections

/** The functions without I/O: what is wrong with a request, its bytes, and what a reply means. */
public object CloudAgent {
    /** The version of this library. */
    @JvmField
    public val VERSION: String = "0.1.0"

    /** Says **everything** that is wrong with a request, ordered by field. Empty where nothing is. */
    @JvmStatic
    @JvmOverloads
    public fun validate(
        account: Account,
        request: DispositionRequest,
        api: Api,
        baseUrl: BaseUrl = BaseUrl.INDIA,
    ): List<Violation> =
        call {
            account.handle
                .lend {
                    val question = Question.Validate(it, request.record(), api.code, baseUrl.raw())
                    Direct.ask(question, ROOM, FfiConverterSequenceTypeViolationData::read)
                }.frozen(::Violation)
        }

    /**
     * Builds the HTTP request that sets a disposition, byte for byte, without sending it.
     *
     * @throws InvalidInputException the wire can't carry the request. Nothing else is checked:
     *   [validate] does that.
     */
    @JvmStatic
    @JvmOverloads
    public fun buildRequest(
        account: Account,
        request: DispositionRequest,
        api: Api,
        baseUrl: BaseUrl = BaseUrl.INDIA,
    ): HttpRequest =
        built(
            call {
                account.handle.lend {
                    val question = Question.BuildRequest(it, request.record(), api.code, baseUrl.raw())
                    Direct.ask(question, ROOM, FfiConverterTypeBuildResult::read)
                }
            },
        )

    /**
     * Builds the HTTP request for a token, for [Api.POST_TOKEN]. Each token ends every earlier one of
     * the account, and the vendor makes at most 10 an hour.
     *
     * @throws InvalidInputException the account has no api key that a header can carry.
     */
    @JvmStatic
    @JvmOverloads
    public fun buildTokenRequest(account: Account, baseUrl: BaseUrl = BaseUrl.INDIA): HttpRequest =
        built(call { account.handle.lend { bridgeBuildTokenRequest(it, baseUrl.raw()) } })

    /**
     * Builds the HTTP request for a campaign's dispositions.
     *
     * @param campaign the campaign, which the GET APIs need.
     * @throws InvalidInputException the wire can't carry the request.
     * @throws IllegalArgumentException the campaign holds a lone surrogate.
     */
    @JvmStatic
    @JvmOverloads
    public fun buildListRequest(
        account: Account,
        campaign: String?,
        api: Api,
        baseUrl: BaseUrl = BaseUrl.INDIA,
    ): HttpRequest {
        checkedOrNull("campaign", campaign)
        return built(call { account.handle.lend { bridgeBuildListRequest(it, campaign, api.code, baseUrl.raw()) } })
    }

    /**
     * Says what the reply to a request that sets a disposition means. Total: any status and any bytes
     * have an answer.
     *
     * @param httpStatus the reply's status. A number outside 100 to 999 stands for none, and is read as 0.
     * @param body its body, undecoded.
     * @param retryAfter its header `Retry-After`.
     * @param date its header `Date`, from which a `Retry-After` that is a date is counted.
     * @param api the API that was called, where it is known: some hints differ.
     * @throws IllegalArgumentException a header holds a lone surrogate, or the body has more than 1 GiB.
     */
    @JvmStatic
    @JvmOverloads
    public fun classify(
        httpStatus: Int,
        body: ByteArray,
        retryAfter: String? = null,
        date: String? = null,
        api: Api? = null,
    ): Reply {
        checkedReply(body, retryAfter, date)
        val reply = listOf(HttpReplyData(httpStatus, retryAfter, date, body))
        return call {
            Reply(Direct.ask(Question.ClassifyAll(reply, api?.code), ROOM, FfiConverterSequenceTypeReplyData::read).single())
        }
    }

    /**
     * Says what many replies mean, in their order, as [classify] says it of one, and for less each: for a queue that is worked
     * off, or a log that is read.
     *
     * @param replies the replies, as received.
     * @param api the API that was called, where it is known: some hints differ.
     */
    @JvmStatic
    @JvmOverloads
    public fun classifyAll(replies: List<HttpReply>, api: Api? = null): List<Reply> =
        Collections.unmodifiableList(batches(replies).flatMap { classified(it, api) })

    /** The replies in lists that cross at a time. */
    internal fun batches(replies: List<HttpReply>, most: Int = MOST_BYTES): List<List<HttpReply>> {
        val batches = mutableListOf<MutableList<HttpReply>>()
        var bytes = 0L
        for (reply in replies) {
            if (batches.isEmpty() || batches.last().size == AT_ONCE || bytes + reply.size > most) {
                batches += ArrayList<HttpReply>(AT_ONCE)
                bytes = 0
            }
            batches.last() += reply
            bytes += reply.size
        }
        return batches
    }

    private fun classified(replies: List<HttpReply>, api: Api?): List<Reply> =
        call {
            val room = ROOM + EACH * replies.size
            Direct.ask(Question.Columns(batchOf(replies, api)), room, FfiConverterTypeReplyColumns::read).replies()
        }

    /**
     * Says what the reply to a request for a token means: the token, or what else it says. The
     * parameters are those of [classify].
     *
     * @throws IllegalArgumentException a header holds a lone surrogate, or the body has more than 1 GiB.
     */
    @JvmStatic
    @JvmOverloads
    public fun classifyToken(
        httpStatus: Int,
        body: ByteArray,
        retryAfter: String? = null,
        date: String? = null,
    ): TokenResult {
        checkedReply(body, retryAfter, date)
        return call {
            when (val read = bridgeClassifyToken(HttpReplyData(httpStatus, retryAfter, date, body))) {
                is TokenReplyData.Granted -> TokenResult.Granted(Token(read.token))
                is TokenReplyData.Other -> TokenResult.Other(Reply(read.reply))
            }
        }
    }

    /**
     * Says what the reply to a request for a campaign's dispositions means: the list, or what else it
     * says. The parameters are those of [classify].
     *
     * @throws IllegalArgumentException a header holds a lone surrogate, or the body has more than 1 GiB.
     */
    @JvmStatic
    @JvmOverloads
    public fun classifyList(
        httpStatus: Int,
        body: ByteArray,
        retryAfter: String? = null,
        date: String? = null,
        api: Api? = null,
    ): ListResult {
        checkedReply(body, retryAfter, date)
        return call {
            when (val read = bridgeClassifyList(HttpReplyData(httpStatus, retryAfter, date, body), api?.code)) {
                is ListReplyData.Dispositions -> ListResult.Dispositions(read.dispositions.frozen { it })
                is ListReplyData.Other -> ListResult.Other(Reply(read.reply))
            }
        }
    }

    /**
     * Says where a request's disposition is not among those of its campaign, before it is sent: a warning, since the list can
     * be older than the campaign. Capitals and spacing count.
     *
     * @param list the campaign's dispositions: [DispositionList.dispositions].
     * @return what is wrong, or `null`. A request without a disposition gets no warning here: [validate] says that.
     * @throws IllegalArgumentException a text of the list holds a lone surrogate. It is told by its position.
     */
    @JvmStatic
    public fun checkDisposition(list: List<String>, request: DispositionRequest): Violation? {
        val listed = list.mapIndexed { place, one -> checked("disposition ${place + 1}", one) }
        return call { bridgeCheckDisposition(listed, request.record())?.let(::Violation) }
    }

    /**
     * A reply from which [classify] reads this outcome, in the vendor's words where there are some: for tests that play the
     * server. The artifact `cloudagent-disposition-testing` has a whole transport of these.
     *
     * @return the reply; `null` for [Outcome.NONE_FOUND], which is said of lists only.
     */
    @JvmStatic
    public fun sampleReply(outcome: Outcome): HttpReply? =
        call { bridgeSampleReply(outcome.code)?.let { HttpReply(it.status, it.body, it.retryAfter, it.date) } }

    /**
     * Reads a CRM page's raw, already decoded parameters under the vendor's names, compared without
     * case.
     *
     * @param pairs names and values; a name may be there more than once.
     * @param api the API that they are meant for.
     * @throws IllegalArgumentException one of them holds a lone surrogate. It is told by its position.
     */
    @JvmStatic
    public fun fromParams(pairs: List<Pair<String, String>>, api: Api): RawParameters {
        val parameters =
            pairs.mapIndexed { place, (name, value) ->
                ParameterData(
                    checked("the name of parameter ${place + 1}", name),
                    checked("the value of parameter ${place + 1}", value),
                )
            }
        return call {
            val read = bridgeFromParams(parameters, api.code)
            RawParameters(
                customer = read.customer,
                apiKey = read.apiKey?.let { ApiKey(it) },
                request = DispositionRequest.of(read.request),
                violations = read.violations.frozen(::Violation),
            )
        }
    }

    /**
     * Reads a CRM page's raw parameters from a map of one value each. What may come more than once, such as a
     * servlet's `getParameterMap()`, is a list of pairs.
     *
     * @throws IllegalArgumentException one of them holds a lone surrogate. It is told by its position.
     */
    @JvmStatic
    public fun fromParams(parameters: Map<String, String>, api: Api): RawParameters = fromParams(parameters.toList(), api)

    private fun checkedReply(body: ByteArray, retryAfter: String?, date: String?) {
        checkedSize(body.size)
        checkedOrNull("retryAfter", retryAfter)
        checkedOrNull("date", date)
    }

    /** An answer takes no more bytes as a rule, and one that does is asked for twice. */
    private const val ROOM = 1_024

    /** What each reply adds to that: all room is copied to the native side and back. */
    private const val EACH = 256

    /** So many replies cross at a time, and so many bytes of them, or one reply. */
    private const val AT_ONCE = 256
    private const val MOST_BYTES = 1 shl 24
}
