package cloudagent.disposition.internal

import java.security.SecureRandom

/** 128 random bits, which name one call. Nothing secret depends on them. */
internal class Seed(val high: ULong, val low: ULong) {
    companion object {
        private val source by lazy { SecureRandom() }

        fun random(): Seed = Seed(source.nextLong().toULong(), source.nextLong().toULong())
    }
}
