package cloudagent.disposition.internal

/**
 * Fails where the class path has an older standard library of Kotlin than is needed: Spring Boot 3 puts
 * 1.9 in its place. Without this the first call would end with a class that is not there.
 */
internal fun requireKotlin() {
    val found = KotlinVersion.CURRENT
    check(found.isAtLeast(NEEDED_MAJOR, NEEDED_MINOR)) {
        "Nothing was sent: cloudagent-disposition needs kotlin-stdlib $NEEDED_MAJOR.$NEEDED_MINOR or later, and the class " +
            "path has $found. Name a later one in your build; under Spring Boot set its property kotlin.version."
    }
}

private const val NEEDED_MAJOR = 2
private const val NEEDED_MINOR = 1
