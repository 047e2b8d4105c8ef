# Node and the packages of end2end/package-lock.json: wasm-opt, and the tests' tools.
# shellcheck shell=bash

need_node() {
  local wanted
  wanted=$(sed -n 's/.*"node": ">=\([0-9.]*\)".*/\1/p' end2end/package.json)
  if ! have node || ! have npm; then
    apt_install "wasm-opt and the tests in a browser" nodejs npm
  fi
  at_least "$wanted" "$(node --version | tr -d v)" ||
    die "Node $wanted or newer is missing, for wasm-opt and the tests in a browser: $(command -v node) is older, update it."
}

need_npm_packages() {
  local lock=end2end/package-lock.json seen=end2end/node_modules/.installed-lock.json
  cmp -s "$lock" "$seen" && return
  need_node
  say "Installing the npm packages of end2end"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 quietly npm ci --prefix end2end ||
    die "The npm packages of end2end are missing, for wasm-opt and the tests: see above, then run: npm ci --prefix end2end"
  cp "$lock" "$seen"
}
