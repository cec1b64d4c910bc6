package cloudagent.disposition.internal

import cloudagent.disposition.CloudAgent
import cloudagent.disposition.DispositionList
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.NotSentKind
import cloudagent.disposition.UncertainKind
import cloudagent.disposition.internal.bridge.EventData
import cloudagent.disposition.internal.bridge.listFailed
import cloudagent.disposition.internal.bridge.listOfReply
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.launch

/** Asks for a campaign's dispositions: one send, which is no call of the engine. */
internal class Listing(private val settings: ClientSettings, private val clock: Clock, private val host: Host) {
    suspend fun ask(campaign: String?, deadline: Duration?, begin: ULong, isClosed: Boolean): DispositionList {
        val request = CloudAgent.buildListRequest(settings.account, campaign, settings.api, settings.baseUrl)
        val until = begin + millis(deadline ?: settings.deadline)
        val left = until.toLong() - clock.now()
        return when {
            isClosed -> failed(NotSentKind.CLOSED.code)
            left <= 0 -> failed(NotSentKind.DEADLINE.code)
            else -> send(request, left.milliseconds, until)
        }
    }

    private suspend fun send(request: HttpRequest, left: Duration, until: ULong): DispositionList {
        val limits = Limits(minOf(settings.connectTimeout, left).inWholeMilliseconds, left.inWholeMilliseconds, BODY_BYTES)
        val inbox = Inbox(clock)
        // No child of the caller's: a transport that can't be cancelled would hold up its scope past the deadline.
        val sending = Job()
        try {
            CoroutineScope(currentCoroutineContext() + sending).launch(start = CoroutineStart.UNDISPATCHED) {
                inbox.tell(host.send(SEQ, request, limits) { 0u })
            }
            return when (val event = inbox.next(until)) {
                is EventData.Reply -> call { DispositionList(listOfReply(event.reply, settings.api.code)) }
                is EventData.Failed -> failed(event.kind)
                else -> failed(UncertainKind.TIMEOUT.code)
            }
        } finally {
            sending.cancel()
        }
    }

    private fun failed(kind: String) = call { DispositionList(listFailed(kind)) }

    private companion object {
        private const val SEQ = 1u
        private const val BODY_BYTES = 65_536
    }
}
