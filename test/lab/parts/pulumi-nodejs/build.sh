#!/bin/bash
# The plugin that runs the dynamic providers of Node.js programs. It comes with the SDK, and has its place beside the engine.
set -euo pipefail
npm pack --silent --ignore-scripts "@pulumi/pulumi@$VERSION"
tar -xzf pulumi-pulumi-*.tgz package/pulumi-resource-pulumi-nodejs
mkdir -p "$OUT/bin"
cp package/pulumi-resource-pulumi-nodejs "$OUT/bin"
chmod +x "$OUT/bin/pulumi-resource-pulumi-nodejs"
