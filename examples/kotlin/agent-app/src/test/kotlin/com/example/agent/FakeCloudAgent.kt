package com.example.agent

import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.Transport
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation

typealias Answer = suspend (HttpRequest) -> HttpReply

/** CloudAgent as a test wants it: each request takes the next answer, and the last one stays. */
class FakeCloudAgent : Transport {
    private val answers = ArrayDeque(listOf(saved))
    val requests = ArrayList<HttpRequest>()
    val limits = ArrayList<Limits>()

    /** Called with each request before it is answered, as a server that has it. */
    var onRequest: () -> Unit = {}

    fun answers(vararg next: Answer) {
        answers.clear()
        answers += next
    }

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        requests += request
        this.limits += limits
        onRequest()
        val answer = if (answers.size > 1) answers.removeFirst() else answers.first()
        return answer(request)
    }
}

fun says(body: String, status: Int = 200, retryAfter: String? = null): Answer =
    { HttpReply(status, body.toByteArray(), retryAfter) }

/** Answers when [signal] comes. */
fun after(signal: CompletableDeferred<Unit>, answer: Answer): Answer = { request ->
    signal.await()
    answer(request)
}

fun fails(kind: FailKind): Answer = { throw SendFailedException(kind) }

/** What the request shows for a credential. */
fun credential(request: HttpRequest): String =
    request.headers.single { it.name.equals("Authorization", ignoreCase = true) }.value

val silent: Answer = { awaitCancellation() }
val saved = says("""{"status": "Success", "details": "Disposition saved successfully"}""")
val queued = says("""{"status": "Success", "message": "queued"}""")
val accepted = says("""{"status": "Success", "details": "Request taken"}""")
val disposedBefore = says("""{"status": "Fail", "details": "This call is already disposed"}""")
val badReason = says("""{"status": "Fail", "details": "pauseReason is Invalid"}""")
val tokenExpired = says("""{"status": "Error", "message": "Token Expired"}""")
val rateLimited = says("", status = 429, retryAfter = "45")
