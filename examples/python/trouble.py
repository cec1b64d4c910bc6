"""Makes the simulator misbehave as CloudAgent and networks do, for some of the calls to come.

    python trouble.py CONTROL_URL FILE.json

The file is a list of [endpoint, body] for the simulator's control address.
"""

import json
import sys
import urllib.request
from pathlib import Path


def play(control_url: str, path: Path) -> None:
    """Tells the simulator all that the file says, in its order."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for endpoint, body in json.loads(path.read_text(encoding="utf-8")):
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{control_url}/{endpoint}", data=data)
        with straight.open(request, timeout=10):
            pass


if __name__ == "__main__":
    play(sys.argv[1], Path(sys.argv[2]))
