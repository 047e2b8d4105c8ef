# Builds what is served: the server's program, and the site that browsers fetch.
# shellcheck shell=bash

# What a build needs. Without Node the site is built all the same, only larger.
setup_build() {
  need_compiler
  need_rust
  need_wasm_target
  (need_npm_packages) || true
  claim_target
}

# cargo tells sources by their path within the workspace and their time: in a folder shared by two clones it
# would take one clone's results for the other's. Whoever comes after another clone makes its sources new.
claim_target() {
  local claim=$CARGO_TARGET_DIR/.checkout
  [[ $CARGO_TARGET_DIR == "$ROOT"/* ]] && return
  [[ -f $claim && $(<"$claim") == "$ROOT" ]] && return
  if [[ -d $CARGO_TARGET_DIR ]]; then
    find Cargo.toml model sheets domain app frontend server vendor xtask bench -type f -exec touch {} +
  fi
  mkdir -p "$CARGO_TARGET_DIR"
  printf '%s\n' "$ROOT" >"$claim"
}

build_server() {
  "$CARGO" build --locked --package server
}

# build_site [--dev]
build_site() {
  "$CARGO" build --locked --package xtask --target-dir "$FRONT" || return
  "$FRONT/debug/xtask" site "$@"
}

# build_with_site COMMAND [--dev]: a build of the server, and the site meanwhile: neither keeps all cores busy alone.
build_with_site() {
  local build=$1 site code=0
  shift
  say "Building server and site (minutes the first time)"
  set -m # a process group of its own, to be stopped as a whole
  (CARGO_TERM_PROGRESS_WHEN=never CARGO_TERM_QUIET=true build_site "$@") &
  site=$!
  set +m
  # shellcheck disable=SC2064 # this very process
  trap "kill -- -$site 2>/dev/null; exit 130" INT TERM HUP
  "$build" || code=$?
  ((code == 0)) || kill -- "-$site" 2>/dev/null || true
  wait "$site" || code=$?
  trap - INT TERM HUP
  ((code == 0)) || die "The build failed, see above."
}
