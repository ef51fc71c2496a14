#!/bin/bash
# Pulumi's SDK for Go programs: fetched, and compiled as a program is, into Go's own caches.
set -euo pipefail
unset CGO_ENABLED GOFLAGS
go build -mod=readonly -buildvcs=false -o "$OUT/program" .
rm "$OUT/program"
