package com.example.agent.shift

import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.Transport
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first

/** Holds a request until the script lets it go, so that every screen of the shift is seen, whatever the machine's speed. */
class HeldTransport(private val inner: Transport) : Transport {
    private val held = MutableStateFlow(false)

    fun hold() {
        held.value = true
    }

    fun letGo() {
        held.value = false
    }

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        held.first { !it }
        return inner.send(request, limits)
    }
}
