# What the load runs share: someone who is signed in, and what a process has in memory.
# shellcheck shell=bash

# The cookies of someone who has signed in: sign_in URL EMAIL PASSWORD
sign_in() {
  local url=$1 email=$2 password=$3 jar cookie
  jar=$(mktemp)
  curl -sS -o /dev/null -c "$jar" -H "Origin: $url" --data-urlencode "email=$email" --data-urlencode "password=$password" "$url/sign-in"
  cookie=$(awk 'NF == 7 { printf "%s%s=%s", sep, $6, $7; sep = "; " }' "$jar")
  rm -f "$jar"
  [[ $cookie == *session=* ]] || { echo "$email can't sign in at $url" >&2; return 1; }
  printf '%s' "$cookie"
}

# The path of their own panel: panel_of URL SLUG COOKIE
panel_of() {
  local page
  page=$(curl -sS -o /dev/null -w '%{redirect_url}' -H "Cookie: $3" "$1/w/$2/me")
  printf '%s' "${page#"$1"}"
}

# What the process has in memory, in MB. A page of SQLite’s file counts once, however many connections have mapped it.
memory() {
  awk '/^Pss:/ { printf "%.0f", $2 / 1024 }' "/proc/$1/smaps_rollup"
}

# Of that, what no file backs.
anonymous_memory() {
  awk '/^Pss_Anon:/ { printf "%.0f", $2 / 1024 }' "/proc/$1/smaps_rollup"
}
