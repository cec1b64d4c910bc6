package cloudagent.disposition.okhttp

import cloudagent.disposition.testing.Simulator
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.TestInstance

/** Tests against one simulator, which has forgotten everything when a test begins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SimulatorTest {
    protected val simulator: Simulator = Simulator()

    @BeforeEach
    fun reset() {
        simulator.reset()
    }

    @AfterAll
    fun close() {
        simulator.close()
    }
}
