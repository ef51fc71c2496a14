#!/usr/bin/env bash
# Sends 1,000 requests through a gateway agent, and counts which versions answer. Arguments are curl's.
set -euo pipefail
namespace=$(pulumi stack output namespace)
coproc kubectl --namespace "$namespace" port-forward service/sava-9050 :9050
trap 'kill "$COPROC_PID"' EXIT
# It says first: Forwarding from 127.0.0.1:40001 -> 10000
read -r _ _ address _ <&"${COPROC[0]}"
curl --silent --fail --fail-early --max-time 5 "$@" "http://$address/?[1-1000]" |
  grep --only-matching '"version":"[^"]*"' | sort | uniq --count
