#!/bin/bash
# Two static programs: echo, the service under test, and load, the client that measures it.
set -euo pipefail
mkdir -p "$OUT/bin"
go build -ldflags "-s -w" -o "$OUT/bin/" ./echo ./load
