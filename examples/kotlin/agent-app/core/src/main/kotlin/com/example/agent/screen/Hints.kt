package com.example.agent.screen

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.CloudAgent
import cloudagent.disposition.Field
import cloudagent.disposition.Outcome
import cloudagent.disposition.Severity
import com.example.agent.EndedCall

/** A sentence beside a field. One that [stops] has to be mended before anything is sent. */
data class Hint(val field: Field, val sentence: String, val stops: Boolean)

/** What the library says about what is typed, while it is typed. No rule stands here. */
class Hints(customer: String) {
    // The token comes from the company's server when something is sent; while typing there is none.
    private val account = Account.withoutCredential(customer)

    fun of(draft: Draft, call: EndedCall): List<Hint> =
        CloudAgent.validate(account, draft.request(call), Api.POST_TOKEN)
            .filter { it.field != Field.TOKEN }
            .map { Hint(it.field, it.detail, stops = it.severity == Severity.ERROR) }
}

/** The field that CloudAgent's answer points at. Outcomes are an open set: most point at none. */
internal fun fieldOf(outcome: Outcome?): Field? = when (outcome) {
    Outcome.EMPTY_DISPOSITION -> Field.DISPOSITION
    Outcome.MISSING_PAUSE_REASON, Outcome.INVALID_PAUSE_REASON -> Field.PAUSE_REASON
    Outcome.INVALID_AGENT -> Field.AGENT_ID
    Outcome.UNKNOWN_CALL -> Field.UCID
    else -> null
}
