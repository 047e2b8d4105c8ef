# Packages of Debian and Ubuntu, installed when something lacks.
# shellcheck shell=bash

# apt_install WHY PACKAGE…
apt_install() {
  local why=$1
  shift
  have apt-get || die "$* is missing, for $why: there is no apt-get here, install it by your system's means."
  as_root true 2>/dev/null || die "$* is missing, for $why: needs root, run: sudo apt-get install $*"
  say "Installing $* for $why"
  as_root apt-get update -qq || true
  quietly as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" ||
    die "$* cannot be installed, for $why: see above, then run: sudo apt-get install $*"
}

# Asks for a password only where someone can type it.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif [[ -t 0 ]]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

need_compiler() {
  have cc || apt_install "compiling SQLite" build-essential
}

need_postgres() {
  postgres_programs >/dev/null || apt_install "the tests on PostgreSQL" postgresql
}

# The folder of initdb and postgres, the newest first.
postgres_programs() {
  local found
  found=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -rV | head -n 1)
  [[ -x $found ]] && dirname "$found"
}

need_chromium() {
  [[ -x ${ROSTER_CHROMIUM:-/usr/bin/chromium} ]] || apt_install "the tests in a browser" chromium
}
