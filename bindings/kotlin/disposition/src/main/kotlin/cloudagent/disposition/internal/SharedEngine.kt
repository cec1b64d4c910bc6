package cloudagent.disposition.internal

import cloudagent.disposition.DispositionException
import cloudagent.disposition.internal.bridge.EngineHandle
import cloudagent.disposition.internal.bridge.EngineOpened
import cloudagent.disposition.internal.bridge.SettingsData
import cloudagent.disposition.internal.bridge.openEngine

/**
 * The native engine of a client: what its calls share. It is freed when the client is closed and the
 * last call that is out has ended, or by the garbage collector with a client that was forgotten.
 */
internal class SharedEngine(private val settings: SettingsData) {
    private val handle: EngineHandle = open()
    private var isOver = false
    private var out = 0

    /** Runs a call on the engine; where the client is closed, on one that begins none. */
    suspend fun <T> use(block: suspend (EngineHandle) -> T): T {
        if (!enter()) return closed().use { block(it) }
        try {
            return block(handle)
        } finally {
            leave()
        }
    }

    /** No further call begins. Those that are out go on. */
    fun close() {
        val free =
            synchronized(this) {
                val first = !isOver
                isOver = true
                first && out == 0
            }
        if (free) handle.close()
    }

    /** The client's own may be freed already. */
    private fun closed(): EngineHandle = open().also { call { it.closeEngine() } }

    private fun enter(): Boolean =
        synchronized(this) {
            if (!isOver) out++
            !isOver
        }

    private fun leave() {
        val free =
            synchronized(this) {
                out--
                isOver && out == 0
            }
        if (free) handle.close()
    }

    private fun open(): EngineHandle =
        when (val opened = call { settings.account.lend { openEngine(settings) } }) {
            is EngineOpened.Opened -> opened.engine.use { call { DirectEngine(it.uniffiCloneHandle()) } }
            is EngineOpened.Failed -> throw call { checkNotNull(DispositionException.of(opened.result)) }
        }
}
