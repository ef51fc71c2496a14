#!/bin/bash
# The packages that pip installs for Python programs, so that no test asks the network for them.
set -euo pipefail
python3 -m pip --timeout 20 --retries 6 download --quiet --only-binary :all: --dest "$OUT/wheels" \
  "pulumi==$VERSION" parver setuptools wheel
ls "$OUT/wheels"
