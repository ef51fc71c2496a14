#!/bin/bash
# An image that behaves as the public haproxy image does: same user, paths, entry point and stop signal.
set -euo pipefail
bash images/mkrootfs.sh root libc-bin dash coreutils zlib1g libcrypt1
install -d root/usr/local/sbin root/usr/local/bin root/usr/local/etc/haproxy root/var/lib/haproxy
cp -a "$HAPROXY/bin/." root/usr/local/sbin/
install -m 755 entrypoint.sh root/usr/local/bin/docker-entrypoint.sh
printf 'root:x:0:0:root:/root:/bin/sh\nhaproxy:x:99:99::/var/lib/haproxy:/usr/sbin/nologin\n' >root/etc/passwd
printf 'root:x:0:\nhaproxy:x:99:\n' >root/etc/group
echo 'hosts: files dns' >root/etc/nsswitch.conf
python3 images/mkimage.py "$OUT/image.tar" "$IMAGE" root --entry docker-entrypoint.sh \
  --command haproxy,-f,/usr/local/etc/haproxy/haproxy.cfg --user haproxy --workdir /var/lib/haproxy \
  --stop-signal SIGUSR1 --owner var/lib/haproxy=99:99
