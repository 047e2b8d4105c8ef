#!/usr/bin/env bash
# What a running server does under load, as a table: bench/load.sh URL PID SLUG EMAIL PASSWORD
# wrk asks over 8 connections for 10 seconds each; processor time and memory are the server's own, from /proc.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

url=$1 pid=$2 slug=$3 email=$4 password=$5
seconds=${SECONDS_EACH:-10}

# In hundredths of a second.
processor() {
  awk '{ print $14 + $15 }' "/proc/$pid/stat"
}

idle=$(memory "$pid")
cookie=$(sign_in "$url" "$email" "$password")

printf '| what | requests/s | CPU a request, ms | p50, ms | p99, ms | kB | failed |\n| --- | --: | --: | --: | --: | --: | --: |\n'
ask() {
  local name=$1 path=$2 before after out size
  shift 2
  size=$(curl -sS -o /dev/null -w '%{size_download}' -H 'Accept-Encoding: gzip' -H "Cookie: $cookie" "$@" "$url$path")
  wrk -t1 -c8 -d2s -H 'Accept-Encoding: gzip' -H "Cookie: $cookie" "$url$path" >/dev/null
  before=$(processor)
  out=$(wrk -t1 -c8 "-d${seconds}s" --latency -H 'Accept-Encoding: gzip' -H "Cookie: $cookie" "$url$path")
  after=$(processor)
  awk -v name="$name" -v cpu="$((after - before))" -v size="$size" '
    function ms(text) { return text ~ /us$/ ? text / 1000 : text ~ /ms$/ ? text + 0 : text * 1000 }
    $1 == "50%" { p50 = ms($2) } $1 == "99%" { p99 = ms($2) }
    /requests in/ { requests = $1 } /Requests\/sec/ { rate = $2 } /Non-2xx/ { failed = $NF }
    END { printf "| %s | %.0f | %.2f | %.1f | %.1f | %.1f | %d |\n", name, rate, cpu * 10 / requests, p50, p99, size / 1000, failed }' <<<"$out"
}

ask 'users, 20 of them' "/w/$slug/users?size=20"
ask 'users, 50 of them' "/w/$slug/users?size=50"
ask 'users, a search' "/w/$slug/users?q=ana&size=20"
ask 'one user, in the panel' "$(panel_of "$url" "$slug" "$cookie")?size=20"
ask 'home' "/w/$slug"
ask 'profile' /settings/profile
printf '\nMemory: %s MB before anyone came, %s MB after.\n' "$idle" "$(memory "$pid")"
