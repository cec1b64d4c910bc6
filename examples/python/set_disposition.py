"""Sets the disposition of one call and says what happened to it.

The environment says where, who and with which key: CLOUDAGENT_BASE_URL, CLOUDAGENT_CUSTOMER and
CLOUDAGENT_API_KEY. `make demo-python` runs it against the simulator. The README shows the lines
between the two marks.
"""

# README begins
from cloudagent_disposition import Api, Client

client = Client.from_env(api=Api.GET_V2)
receipt = client.set_disposition(
    ucid="81891723610400001", did="911140000001", agent_id="ravi.k", disposition="Sale"
)
print(f"{receipt.effect}: {receipt.sentence}")  # all else is raised, and tells what happened, too
# README ends
