"""Tells what one HTTP reply meant, for a program that sends its requests itself: no client, no
network, one pure function.
"""

from cloudagent_disposition import Effect, classify

reply = classify(200, b'{"details": "Invalid agent", "status": "Fail"}')
print(f"{reply.effect} ({reply.outcome}): {reply.hint}")

# `Effect` is closed: no value will be added, so no default branch is needed.
match reply.effect:
    case Effect.APPLIED | Effect.ACCEPTED:
        next_step = "nothing to do"
    case Effect.QUEUED:
        next_step = "nothing to do; it comes into force when the call ends"
    case Effect.NOT_APPLIED:
        next_step = "do what the advice says"
    case Effect.UNKNOWN:
        next_step = "look in CloudAgent before sending again"
print(f"{reply.advice}: {next_step}")
