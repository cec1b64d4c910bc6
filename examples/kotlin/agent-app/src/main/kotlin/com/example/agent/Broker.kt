package com.example.agent

import cloudagent.disposition.Token
import java.io.IOException
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Call
import okhttp3.Callback
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response

/**
 * The company's server. It alone has the account's api key, knows which agent asks, and hands out the
 * token that all phones share, since a new token ends all earlier ones.
 */
fun interface Broker {
    /**
     * A token. [refused] is the one that CloudAgent did not take any more: where it is still the server's
     * own, the server makes another.
     */
    @Throws(BrokerException::class)
    suspend fun token(refused: Token?): Token
}

/** The company's server gave no token. Nothing went to CloudAgent. [message] is for the agent. */
class BrokerException(override val message: String) : Exception(message)

/** The company's server over HTTP: `POST`, the refused token as the body if there is one, the token as the reply. */
class HttpBroker(
    private val http: OkHttpClient,
    private val url: String,
    private val session: () -> String,
) : Broker {
    override suspend fun token(refused: Token?): Token {
        val request = Request.Builder()
            .url(url)
            .header("Authorization", "Bearer ${session()}")
            .post(refused?.expose().orEmpty().toRequestBody())
            .build()
        return Token(exchange(http.newCall(request)))
    }

    private suspend fun exchange(call: Call): String = suspendCancellableCoroutine { waiting ->
        waiting.invokeOnCancellation { call.cancel() }
        call.enqueue(object : Callback {
            override fun onResponse(call: Call, response: Response) {
                // The body is the token, so nothing of a reply stands in a message.
                val text = try {
                    response.use { if (it.isSuccessful) it.body.string().trim() else "" }
                } catch (_: IOException) {
                    ""
                }
                if (text.isEmpty()) fail() else waiting.resume(text)
            }

            override fun onFailure(call: Call, e: IOException) = fail()

            private fun fail() = waiting.resumeWithException(BrokerException(NO_TOKEN))
        })
    }

    private companion object {
        const val NO_TOKEN =
            "Nothing was sent: your company's server could not be asked for permission to send."
    }
}
