#!/bin/bash
set -euo pipefail
mkdir -p "$OUT/bin"
go build -ldflags "-s -w" -o "$OUT/bin/coredns" .
