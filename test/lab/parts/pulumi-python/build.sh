#!/bin/bash
# The language host of Python with the launcher of programs, which it looks for beside itself.
set -euo pipefail
sdk=$(go mod download -json github.com/pulumi/pulumi/sdk/v3 | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
mkdir -p "$OUT/bin"
cp "$PULUMI_LANGUAGE_PYTHON/bin/pulumi-language-python" "$sdk/python/cmd/pulumi-language-python-exec" "$OUT/bin/"
chmod 755 "$OUT"/bin/*
