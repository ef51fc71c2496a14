#!/bin/bash
# The command line tool and the engine. The version is linked in: the engine compares it with what programs ask for.
set -euo pipefail
mkdir -p "$OUT/bin"
go build -tags "osusergo grpcnotrace" \
  -ldflags "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v$VERSION" \
  -o "$OUT/bin/pulumi" github.com/pulumi/pulumi/pkg/v3/cmd/pulumi
