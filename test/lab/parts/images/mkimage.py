#!/usr/bin/env python3
"""Packs one folder as a one-layer OCI archive, which `ctr images import` takes. Needs no registry and no Docker.

The result depends on the folder's content alone (no times, owners or machine names), so a rebuilt image that did not
change has the same digest.
"""
import argparse
import gzip
import hashlib
import io
import json
import os
import tarfile

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
OCI = "application/vnd.oci.image."


def layer_of(folder, owners):
    """The folder as an uncompressed tar, owned by root except for the paths named in owners."""
    def normal(entry):
        entry.uid, entry.gid = owners.get(entry.name, (0, 0))
        entry.uname = entry.gname = ""
        entry.mtime = 0
        return entry

    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in sorted(os.listdir(folder)):
            tar.add(os.path.join(folder, name), arcname=name, filter=normal)
    return raw.getvalue()


def digest(blob):
    return "sha256:" + hashlib.sha256(blob).hexdigest()


def image(name, layer, config):
    """The archive's members as {path: bytes}."""
    packed = gzip.compress(layer, compresslevel=1, mtime=0)
    blobs = {}

    def put(kind, blob, **more):
        blobs["blobs/sha256/" + digest(blob)[7:]] = blob
        return {"mediaType": OCI + kind, "digest": digest(blob), "size": len(blob), **more}

    start = "1970-01-01T00:00:00Z"
    settings = put("config.v1+json", json.dumps({
        "architecture": "amd64", "os": "linux", "created": start, "config": config,
        "rootfs": {"type": "layers", "diff_ids": [digest(layer)]}, "history": [{"created": start}]}).encode())
    manifest = put("manifest.v1+json", json.dumps({
        "schemaVersion": 2, "mediaType": OCI + "manifest.v1+json", "config": settings,
        "layers": [put("layer.v1.tar+gzip", packed)]}).encode(),
        platform={"architecture": "amd64", "os": "linux"},
        annotations={"io.containerd.image.name": name, "org.opencontainers.image.ref.name": name.rsplit(":", 1)[-1]})
    index = json.dumps({"schemaVersion": 2, "manifests": [manifest]}).encode()
    return {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}', "index.json": index, **blobs}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("name", help="the full reference, registry and tag included")
    parser.add_argument("folder")
    parser.add_argument("--entry", default="", help="entry point, words parted by commas")
    parser.add_argument("--command", default="", help="default arguments, parted by commas")
    parser.add_argument("--user", default="")
    parser.add_argument("--workdir", default="")
    parser.add_argument("--stop-signal", default="")
    parser.add_argument("--owner", action="append", default=[], metavar="PATH=UID:GID")
    a = parser.parse_args()
    owners = {path: tuple(map(int, ids.split(":"))) for path, ids in (o.split("=") for o in a.owner)}
    config = {"Env": ["PATH=" + PATH], "Entrypoint": a.entry.split(",") if a.entry else None,
              "Cmd": a.command.split(",") if a.command else None, "User": a.user, "WorkingDir": a.workdir,
              "StopSignal": a.stop_signal}
    members = image(a.name, layer_of(a.folder, owners), {key: value for key, value in config.items() if value})
    with tarfile.open(a.out, "w") as tar:
        for path, blob in members.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(blob)
            tar.addfile(entry, io.BytesIO(blob))
    print(a.name, f"{sum(map(len, members.values())) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
