# Python and the packages of end2end/requirements.txt: what tests the API and webhooks.
# shellcheck shell=bash

need_python_packages() {
  local wanted=end2end/requirements.txt venv=$CARGO_TARGET_DIR/python
  export ROSTER_SCHEMATHESIS=$venv/bin/schemathesis ROSTER_PYTHON=$venv/bin/python
  cmp -s "$wanted" "$venv/.installed" && return
  # Debian has venv in a package of its own.
  python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install "the tests of the API and of webhooks" python3 python3-venv
  say "Installing the Python packages of $wanted"
  rm -rf "$venv"
  python3 -m venv "$venv"
  quietly "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" ||
    die "The Python packages of $wanted are missing, for the tests of the API: see above, then run bin/test again."
  cp "$wanted" "$venv/.installed"
}
