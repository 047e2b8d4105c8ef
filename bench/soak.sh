#!/usr/bin/env bash
# Whether a running server's memory grows: bench/soak.sh URL PID SLUG EMAIL PASSWORD [MINUTES], an hour if not said.
# Each minute wrk asks for each page for two seconds over one connection. Prints what the process has then, every tenth
# of the time.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

url=$1 pid=$2 slug=$3 email=$4 password=$5 minutes=${6:-60}
cookie=$(sign_in "$url" "$email" "$password")
me=$(panel_of "$url" "$slug" "$cookie")
pages=("/w/$slug/users?size=20" "/w/$slug/users?q=ana&size=20" "$me?size=20" "/w/$slug" "/w/$slug/audit" /settings/profile)

printf '| minutes | requests | memory, MB | of which no file backs, MB |\n| --: | --: | --: | --: |\n'
requests=0
said() {
  printf '| %d | %d | %s | %s |\n' "$1" "$requests" "$(memory "$pid")" "$(anonymous_memory "$pid")"
}
said 0
for ((minute = 1; minute <= minutes; minute++)); do
  ends=$((SECONDS + 60))
  for page in "${pages[@]}"; do
    out=$(wrk -t1 -c1 -d2s -H 'Accept-Encoding: gzip' -H "Cookie: $cookie" "$url$page")
    requests=$((requests + $(awk '/requests in/ { print $1 }' <<<"$out")))
    [[ $out != *Non-2xx* ]] || { printf '%s failed:\n%s\n' "$page" "$out" >&2; exit 1; }
  done
  ((minute % ((minutes + 9) / 10) != 0 && minute != minutes)) || said "$minute"
  ((ends <= SECONDS)) || sleep $((ends - SECONDS))
done
