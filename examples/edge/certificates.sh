#!/bin/bash
# certificates.sh AUTHORITY NAME…: makes certificates/NAME.crt and .key for each name, signed by AUTHORITY, which is made
# when it is not there. In earnest, cert-manager or a company's own authority does this.
set -euo pipefail
mkdir -p "$(dirname "$0")/certificates"
cd "$(dirname "$0")/certificates"
authority=$1
new=(openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)

if [ ! -e "$authority.key" ]; then
  "${new[@]}" -x509 -days 30 -subj "/CN=$authority" -keyout "$authority.key" -out "$authority.crt"
fi
for name in "${@:2}"; do
  "${new[@]}" -subj "/CN=$name" -addext "subjectAltName=DNS:$name" -keyout "$name.key" -out "$name.csr"
  openssl x509 -req -in "$name.csr" -days 7 -copy_extensions copy \
    -CA "$authority.crt" -CAkey "$authority.key" -CAcreateserial -out "$name.crt"
done
