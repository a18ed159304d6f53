#!/usr/bin/env bash
# Starts the measured app as a production server in the background, prints its pid once it answers, and returns.
#   PORT        where it listens on 127.0.0.1 (4100)
#   CPUS        cores to pin it to, for example 0 or 0,1 (all)
#   NODE_FLAGS  more flags for node, for example --cpu-prof or --expose-gc
#   URL         the address that it has (http://127.0.0.1:PORT); nodes of one app have the same
#   DATABASE_URL  of the users, whom the first node makes that opens it (in memory)
#   USERS       how many there are (100)
#   PASSWORDS   none, default: with argon2id as in production, or cheap: with a hash of some milliseconds (none)
#   REGISTRATION  immediate or verified (immediate)
#   WORKERS     so many processes on the port (one alone)
#   PUBSUB_URL  where they meet (their primary process)
#   METRICS_TOKEN  who names it gets the metrics (nobody)
#   FAULT       one of app/faults.ts (no fault)
#   LOG         its output (/tmp/livegate-bench-PORT.log)
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
export PORT="${PORT:-4100}" HOST=127.0.0.1 NODE_ENV=production
export URL="${URL:-http://127.0.0.1:$PORT}" SECRET_KEY_BASE="${SECRET_KEY_BASE:-$(head -c 48 /dev/urandom | base64 -w0)}"
log="${LOG:-/tmp/livegate-bench-$PORT.log}"

node="$(echo "$root"/node_modules/node-*/bin/node)"
if [ ! -x "$node" ]; then
  (cd "$root" && node scripts/setup.mjs) >&2
  node="$(echo "$root"/node_modules/node-*/bin/node)"
fi

pin=()
if [ -n "${CPUS:-}" ]; then pin=(taskset -c "$CPUS"); fi
# A small young generation: Node's own default lets garbage of joins grow to 35 kB a client before it is collected.
# shellcheck disable=SC2086 # NODE_FLAGS are several words.
setsid "${pin[@]}" "$node" --max-semi-space-size=8 ${NODE_FLAGS:-} "$here/server.ts" >"$log" 2>&1 </dev/null &
pid=$!

answers() {
  local line
  exec 3<>"/dev/tcp/127.0.0.1/$PORT" || return 1
  printf 'GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "${URL#http://}" >&3
  read -r -t 5 line <&3 && [[ "$line" == *" 200 "* ]]
}
for _ in $(seq 600); do
  if ! kill -0 "$pid" 2>/dev/null; then
    echo "the server ended while starting; its output:" >&2
    cat "$log" >&2
    exit 1
  fi
  if (answers) 2>/dev/null; then
    echo "$pid"
    exit 0
  fi
  sleep 0.05
done
echo "the server did not answer within 30 s; its output:" >&2
cat "$log" >&2
kill "$pid"
exit 1
