#!/bin/bash
# mkrootfs.sh FOLDER PACKAGE...    unpacks Debian packages and what they depend on into FOLDER.
# apt resolves against an empty status file, so exactly the dependencies come along; nothing is installed, no package's
# script runs, and no image registry is needed.
set -euo pipefail
folder=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/archives/partial" "$folder"
: >"$work/status"
download() {
  apt-get -qq -y --no-install-recommends --download-only -o Dir::State::status="$work/status" \
    -o Dir::Cache::archives="$work/archives" -o Debug::NoLocking=1 -o APT::Sandbox::User=root install "$@"
}
download "$@" || { apt-get -qq update && download "$@"; }

# What only package management needs stays out.
skip='^(dpkg|debconf|perl-base|tar|adduser|passwd|init-system-helpers|gcc-12-base|logrotate|cron.*|sysvinit-utils)_'
for archive in "$work"/archives/*.deb; do
  [[ $(basename "$archive") =~ $skip ]] && continue
  dpkg-deb --fsys-tarfile "$archive" |
    tar -C "$folder" -xf - --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*'
done
mkdir -p "$folder"/{tmp,run,proc,sys,dev,etc}
chmod 1777 "$folder/tmp"
[ -e "$folder/bin/sh" ] || [ ! -e "$folder/bin/dash" ] || ln -s dash "$folder/bin/sh"
ldconfig -r "$folder" 2>/dev/null || true
