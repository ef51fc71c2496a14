#!/bin/bash
set -euo pipefail
mkdir -p root
cp "$ECHO/bin/echo" root/echo
python3 images/mkimage.py "$OUT/image.tar" "$IMAGE" root --entry /echo --user 65532:65532
