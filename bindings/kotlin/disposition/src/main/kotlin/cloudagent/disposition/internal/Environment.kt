package cloudagent.disposition.internal

import cloudagent.disposition.internal.bridge.EnvironmentRead
import cloudagent.disposition.internal.bridge.GivenData
import cloudagent.disposition.internal.bridge.VariableData
import cloudagent.disposition.internal.bridge.readEnvironment as bridgeReadEnvironment
import cloudagent.disposition.refusal

/**
 * Settings: what is given, and for the rest what the variables say.
 *
 * @throws cloudagent.disposition.InvalidInputException something is missing or can't be used.
 */
internal fun readEnvironment(given: GivenData, variables: Map<String, String> = System.getenv()): EnvironmentRead.Read {
    val ours = variables.filterKeys { it.startsWith("CLOUDAGENT_") && it.all { letter -> letter.code < FIRST_BEYOND_ASCII } }
    when (val read = call { bridgeReadEnvironment(given, ours.map { (name, value) -> VariableData(name, value.toByteArray()) }) }) {
        is EnvironmentRead.Read -> return read
        is EnvironmentRead.Refused -> throw refusal(read.violations)
    }
}

private const val FIRST_BEYOND_ASCII = 128
