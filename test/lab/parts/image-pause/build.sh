#!/bin/bash
# The container that holds each pod's network: six lines of C, static.
set -euo pipefail
mkdir -p root
gcc -Os -static -s -o root/pause pause.c
python3 images/mkimage.py "$OUT/image.tar" "$IMAGE" root --entry /pause --user 65535:65535
