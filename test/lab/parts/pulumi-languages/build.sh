#!/bin/bash
# build.sh LANGUAGE    one of the engine's language hosts: nodejs, python, go or yaml.
set -euo pipefail
case $1 in
  nodejs) package=github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3 ;;
  python) package=github.com/pulumi/pulumi/sdk/python/cmd/pulumi-language-python/v3 ;;
  go) package=github.com/pulumi/pulumi/sdk/go/pulumi-language-go/v3 ;;
  yaml) package=github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml ;;
esac
mkdir -p "$OUT/bin"
go build -tags "osusergo grpcnotrace" \
  -ldflags "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v$VERSION" \
  -o "$OUT/bin/pulumi-language-$1" "$package"
