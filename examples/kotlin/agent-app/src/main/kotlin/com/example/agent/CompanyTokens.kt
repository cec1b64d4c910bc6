package com.example.agent

import cloudagent.disposition.Token
import cloudagent.disposition.TokenSource
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
 * Tokens from the company's server over HTTP: `POST`, the refused token as the body if there is one, the token as the reply.
 *
 * That server alone has the account's api key, knows which agent asks, and hands out the token that all phones share, since a
 * new token ends all earlier ones. Where the refused one is still its own, it makes another.
 */
class CompanyTokens(
    private val http: OkHttpClient,
    private val url: String,
    private val session: () -> String,
) : TokenSource {
    /** What it gave last. In memory only. */
    @Volatile
    private var given: Token? = null

    override suspend fun token(renew: Boolean): Token {
        val refused = given.takeIf { renew }
        val request = Request.Builder()
            .url(url)
            .header("Authorization", "Bearer ${session()}")
            .post(refused?.expose().orEmpty().toRequestBody())
            .build()
        return Token(exchange(http.newCall(request))).also { given = it }
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

            private fun fail() = waiting.resumeWithException(IOException("the company's server gave no token"))
        })
    }
}
