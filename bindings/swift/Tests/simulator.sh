# shellcheck shell=bash
# Sourced by the tests that need a simulator. CAD_SIMULATOR names its program.

# start_simulator: one of its own, which ends with this script, and the variables that the examples
# read. $control is its control address.
start_simulator() {
  local line
  coproc SIMULATOR { exec "$CAD_SIMULATOR" --scenario examples/data/scenario.json; }
  read -r line <&"${SIMULATOR[0]}"
  control=$(address control_url "$line")
  CLOUDAGENT_BASE_URL=$(address base_url "$line")
  export CLOUDAGENT_BASE_URL CLOUDAGENT_CUSTOMER=acme CLOUDAGENT_API_KEY=KKacme0123456789
}

# address KEY LINE: an address, by its key in the line that the simulator prints.
address() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/" <<<"$2"; }

# asked ENDPOINT: what the simulator's control address says.
asked() {
  python3 -c 'import sys, urllib.request as u
print(u.build_opener(u.ProxyHandler({})).open(sys.argv[1], timeout=20).read().decode())' "$control/$1"
}

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}
