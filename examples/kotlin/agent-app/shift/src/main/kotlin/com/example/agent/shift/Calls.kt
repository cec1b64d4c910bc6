package com.example.agent.shift

import com.example.agent.EndedCall
import kotlin.time.Duration.Companion.seconds

/** When the shift's calls end: the script's clock stands still but where a scene moves it. */
const val SHIFT_BEGINS: Long = 1_764_000_000_000

const val AGENT: String = "kavya"

/** A call of `examples/data/scenario.json`, by the last two digits of its ucid. */
fun call(number: String): EndedCall = EndedCall(
    ucid = "818917236104003$number",
    did = "911140000001",
    agentId = AGENT,
    endedAt = SHIFT_BEGINS,
    wrapUp = 30.seconds,
)
