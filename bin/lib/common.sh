# Sourced by everything in bin/: where things are, and how a script speaks.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT" || exit

export CARGO=${CARGO:-cargo}
CARGO_TARGET_DIR=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export CARGO_TARGET_DIR
# xtask and the WASM are compiled apart from the server, so that both can be built at once. Not `site`: where
# CARGO_TARGET_DIR is `target`, that would be the folder that the server shows to the world.
FRONT=$CARGO_TARGET_DIR/front

source bin/lib/packages.sh
source bin/lib/rust.sh
source bin/lib/node.sh
source bin/lib/python.sh
source bin/lib/build.sh

say() {
  printf '· %s\n' "$*"
}

# A thing that cannot be had: what, why, how to get it, in one line.
die() {
  printf '✗ %s\n' "$*" >&2
  exit 1
}

have() {
  command -v "$1" >/dev/null 2>&1
}

# Whether version $2 is $1 or newer.
at_least() {
  [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]
}

# Runs a command whose output only matters when it fails.
quietly() {
  local log code=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || code=$?
  ((code == 0)) || cat "$log" >&2
  rm -f "$log"
  return "$code"
}

# A port of the loopback that nobody listens on.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}
