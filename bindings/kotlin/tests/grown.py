"""The library with one thing more of each kind, by the recipe of CONTRIBUTING.md: as a later version would be."""

from __future__ import annotations

import shutil
from pathlib import Path

from consumers import HOME, MavenFailed
from support import KOTLIN, ROOT, TARGET, run

MAIN = "disposition/src/main/kotlin/cloudagent/disposition"

_OLDER_REQUEST = """
    /** For programs that were compiled before the priority. */
    @Deprecated("Compiled programs only.", level = DeprecationLevel.HIDDEN)
    public constructor(
        ucid: String? = null,
        did: String? = null,
        agentId: String? = null,
        disposition: String? = null,
        comments: String? = null,
        pauseAfterDispose: Boolean? = null,
        pauseReason: String? = null,
        callbackTime: String? = null,
        callbackTimeZone: String? = null,
        autoRelease: Boolean = false,
    ) : this(
        ucid, did, agentId, disposition, comments, pauseAfterDispose, pauseReason, callbackTime, callbackTimeZone, autoRelease,
        priority = null,
    )

    /** A builder that starts"""

_OLDER_SET = """
    /** For programs that were compiled before the note. */
    @Deprecated("Compiled programs only.", level = DeprecationLevel.HIDDEN)
    public suspend fun setDisposition(request: DispositionRequest, deadline: Duration? = null): Receipt =
        setDisposition(request, deadline, note = null)

    /**
     * Sets a disposition, and blocks"""

_NEWER_REPLY = """public class HttpReply(
    /** The HTTP status. */
    public val status: Int,
    body: ByteArray,
    /** The header `Retry-After`. */
    public val retryAfter: String? = null,
    /** The header `Date`. */
    public val date: String? = null,
    /** The header `Server`. */
    public val server: String?,
) {
    /** A reply without the header `Server`. */
    @JvmOverloads
    public constructor(status: Int, body: ByteArray, retryAfter: String? = null, date: String? = null) :
        this(status, body, retryAfter, date, server = null)
"""

_REPLY = """public class HttpReply @JvmOverloads constructor(
    /** The HTTP status. */
    public val status: Int,
    body: ByteArray,
    /** The header `Retry-After`. */
    public val retryAfter: String? = null,
    /** The header `Date`. */
    public val date: String? = null,
) {
"""

# Hidden older overloads where Java has a builder; an overload whose new parameter has no default where Java calls the function itself.
BY_RECIPE = [
    (
        "DispositionRequest.kt",
        "    public val autoRelease: Boolean = false,\n",
        "    public val autoRelease: Boolean = false,\n    /** How urgent it is. */\n    public val priority: String? = null,\n",
    ),
    ("DispositionRequest.kt", "\n    /** A builder that starts", _OLDER_REQUEST),
    (
        "DispositionClient.kt",
        "setDisposition(request: DispositionRequest, deadline: Duration? = null): Receipt {\n",
        "setDisposition(request: DispositionRequest, deadline: Duration? = null, note: String? = null): Receipt {\n"
        "        check(note != \"\")\n",
    ),
    ("DispositionClient.kt", "\n    /**\n     * Sets a disposition, and blocks", _OLDER_SET),
    ("Http.kt", _REPLY, _NEWER_REPLY),
    ("Receipt.kt", "    /** What was sent, in order. */\n", "    /** What it cost. */\n    public val cost: Int? = null\n\n    /** What was sent, in order. */\n"),
]

# What one would write without thinking of it.
CARELESS = BY_RECIPE[:1]


def classes(name: str, changes: list[tuple[str, str, str]]) -> Path:
    """The classes of the library with these changes."""
    folder, out = HOME / name, HOME / f"{name}-built"
    for old in (folder, out):
        shutil.rmtree(old, ignore_errors=True)
    ignored = shutil.ignore_patterns("tests", "test", "okhttp", "bench")
    shutil.copytree(KOTLIN, folder / "bindings/kotlin", ignore=ignored)
    shutil.copy(ROOT / "LICENSE", folder)
    for part in ("generated", "native"):
        shutil.copytree(TARGET / "kotlin" / part, out / part)
    sources = folder / "bindings/kotlin" / MAIN
    for file, before, after in changes:
        text = (sources / file).read_text()
        if text.count(before) != 1:
            raise ValueError(f"{file} has this {text.count(before)} times: {before}")
        (sources / file).write_text(text.replace(before, after))
    ended = run(
        "mvn", "-q", "-B", "-f", folder / "bindings/kotlin/disposition/pom.xml", f"-Dcad.build={out}",
        "org.apache.maven.plugins:maven-resources-plugin:resources", "org.jetbrains.kotlin:kotlin-maven-plugin:compile@compile",
    )  # fmt: skip
    if ended.returncode != 0:
        raise MavenFailed(ended.stdout)
    return out / "cloudagent-disposition/classes"
