#!/bin/bash
# Links etcd, the control plane, the node and kubectl into one binary; links beside it give it its names.
set -euo pipefail
flags="-s -w"
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  flags+=" -X $package.gitVersion=v$VERSION -X $package.gitTreeState=clean -X $package.buildDate=1970-01-01T00:00:00Z"
  flags+=" -X $package.gitMajor=${VERSION%%.*} -X $package.gitMinor=$(cut -d. -f2 <<<"$VERSION")"
  flags+=" -X $package.gitCommit=0000000000000000000000000000000000000000"
done
mkdir -p "$OUT/bin"
go build -ldflags "$flags" -o "$OUT/bin/kubebox" .
for name in etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl; do
  ln -s kubebox "$OUT/bin/$name"
done
