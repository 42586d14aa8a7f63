#!/bin/sh
# Signs in, lists containers, reads one sample of statistics and follows a log, with nothing but curl:
#   QUAYSIDE_URL=http://127.0.0.1:7420 QUAYSIDE_TOKEN=… sh examples/session.sh shop-api-1
# or with QUAYSIDE_USER and QUAYSIDE_PASSWORD instead of the token. ROUNDS limits how often the log is asked.
set -eu
container=${1:?name a container}
api=${QUAYSIDE_URL:-http://127.0.0.1:7420}/api/v1

post() { curl -sf -H 'Content-Type: application/json' -d "$2" "$api/$1"; }
# The value of a field of one level; a program would use a JSON library.
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }

if [ -z "${QUAYSIDE_TOKEN:-}" ]; then
  QUAYSIDE_TOKEN=$(post auth/login "{\"username\":\"$QUAYSIDE_USER\",\"password\":\"$QUAYSIDE_PASSWORD\"}" | field accessToken)
fi
ask() { curl -sf -H "Authorization: Bearer $QUAYSIDE_TOKEN" "$@"; }
call() { ask -H 'Content-Type: application/json' -d "$2" "$api/call/$1"; echo; }

call containers.list '{}'
call containers.stats "{\"container\":\"$container\"}"

# Each answer says where the next one goes on, so that no line is missed or comes twice.
at= round=0
while [ "$round" -lt "${ROUNDS:-1000000}" ]; do
  round=$((round + 1))
  answer=$(ask "$api/poll/logs:stream?container=$container&tail=20&wait=20$at")
  printf '%s\n' "$answer"
  at="&since_epoch=$(printf %s "$answer" | field epoch)&since_seq=$(printf %s "$answer" | field next)"
done
