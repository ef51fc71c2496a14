#!/bin/sh
# Options alone mean "haproxy with these options"; haproxy itself runs in the foreground under its master process.
set -e
case "$1" in
  -*) set -- haproxy "$@" ;;
esac
if [ "$1" = haproxy ]; then
  shift
  set -- haproxy -W -db "$@"
fi
exec "$@"
