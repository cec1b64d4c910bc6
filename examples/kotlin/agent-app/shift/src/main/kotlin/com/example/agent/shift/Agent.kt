package com.example.agent.shift

import com.example.agent.EndedCall
import com.example.agent.screen.Action
import com.example.agent.screen.Draft
import com.example.agent.screen.Screen
import com.example.agent.screen.WrapUpViewModel
import com.example.agent.screen.act
import com.example.agent.screen.text
import java.io.PrintStream
import kotlin.reflect.KClass
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeout

/** An agent with one call on the screen: taps, types, and reads out what the screen says. */
class Agent(phone: Phone, call: EndedCall, private val out: PrintStream) : AutoCloseable {
    private val scope = CoroutineScope(Job() + Dispatchers.Default)
    private val model: WrapUpViewModel = phone.wrapUp(call, scope)

    /** Waits for this screen, and reads it out. */
    suspend fun sees(screen: KClass<out Screen>) {
        val shown = withTimeout(PATIENCE) { model.screen.first(screen::isInstance) }.text()
        val lines = shown.lines.flatMap(::folded)
        out.println("    ${shown.title.padEnd(TITLE)} ${lines.first()}")
        lines.drop(1).forEach { out.println("    ${"".padEnd(TITLE)} $it") }
    }

    fun taps(action: Action) {
        out.println("  > taps \"${action.label}\"")
        model.act(action)
    }

    /** Types, and waits until the form shows it. */
    suspend fun types(what: String, change: (Draft) -> Draft) {
        out.println("  > $what")
        model.edit(change)
        val typed = model.unsent
        withTimeout(PATIENCE) { model.screen.first { it is Screen.Form && it.draft == typed } }
    }

    override fun close(): Unit = scope.cancel()

    private fun folded(line: String): List<String> = line.split(" ").fold(listOf("")) { lines, word ->
        val longer = "${lines.last()} $word".trim()
        if (longer.length <= LINE) lines.dropLast(1) + longer else lines + word
    }

    private companion object {
        const val TITLE = 18
        const val LINE = 76
        val PATIENCE = 20.seconds
    }
}
