#!/bin/bash
# The Kubernetes provider plugin. main.go embeds two JSON files that the provider's module itself carries.
set -euo pipefail
module=github.com/pulumi/pulumi-kubernetes/provider/v4
go mod download "$module"
python3 - "$(go list -m -f '{{.Dir}}' "$module")/cmd/pulumi-resource-kubernetes" "$VERSION" <<'PYTHON'
import json, os, sys
folder, version = sys.argv[1:]
os.mkdir("gen")
for name in ("schema", "terraform-mapping"):
    with open(f"{folder}/{name}.json", encoding="utf-8") as file:
        content = json.load(file)
    if name == "schema":
        content["version"] = version
    with open(f"gen/{name}.json", "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, separators=(",", ":"))
PYTHON
plugin=$OUT/plugins/resource-kubernetes-v$VERSION
mkdir -p "$plugin"
go build -tags grpcnotrace -ldflags "-s -w -X $module/pkg/version.Version=$VERSION" \
  -o "$plugin/pulumi-resource-kubernetes" .
