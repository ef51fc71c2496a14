"""Certificates and kubeconfig files: made once per run, all from one authority that never leaves the run folder."""
import base64
import concurrent.futures
import json
import os
import shutil

from . import places
from .shell import run

CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
CLIENT = "extendedKeyUsage=clientAuth"


def server(*names):
    return "extendedKeyUsage=serverAuth\nsubjectAltName=" + ",".join(names)


def certificates():
    """name -> (subject, extensions)"""
    cluster = ["DNS:" + name for name in ("localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
                                          "kubernetes.default.svc.cluster.local")]
    wanted = {
        "apiserver": ("/CN=kube-apiserver", server(*cluster, "IP:127.0.0.1", "IP:" + places.API_ADDRESS,
                                                   "IP:" + places.FIRST_SERVICE)),
        "apiserver-kubelet": ("/O=system:masters/CN=apiserver-kubelet", CLIENT),
        "admin": ("/O=system:masters/CN=admin", CLIENT),
        "controllers": ("/CN=system:kube-controller-manager", CLIENT),
        "scheduler": ("/CN=system:kube-scheduler", CLIENT),
        "proxy": ("/CN=system:kube-proxy", CLIENT),
    }
    for number in places.NODES:
        name = places.node_name(number)
        wanted[name] = (f"/O=system:nodes/CN=system:node:{name}", CLIENT)
        wanted["kubelet-" + name] = (f"/CN={name}", server("DNS:" + name, "IP:" + places.node_address(number)))
    return wanted


KUBECONFIGS = ("admin", "controllers", "scheduler", "proxy") + tuple(map(places.node_name, places.NODES))


def ensure():
    """Made in a folder of its own that is then renamed: half a set of certificates never counts."""
    if os.path.isdir(places.PKI):
        return
    folder = places.PKI + ".new"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder, mode=0o700)
    run("openssl", "req", "-x509", *CURVE, "-days", "365", "-subj", "/CN=lab-authority",
        "-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.crt")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda item: certificate(folder, *item), enumerate(certificates().items(), 100)))
    run("openssl", "ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", f"{folder}/accounts.key")
    run("openssl", "ec", "-in", f"{folder}/accounts.key", "-pubout", "-out", f"{folder}/accounts.pub")
    for name in KUBECONFIGS:
        with open(f"{folder}/{name}.kubeconfig", "w") as file:
            json.dump(kubeconfig(folder, name), file, indent=1)
    os.rename(folder, places.PKI)


def certificate(folder, serial, item):
    name, (subject, extensions) = item
    path = f"{folder}/{name}"
    with open(path + ".ext", "w") as file:
        file.write(extensions + "\n")
    run("openssl", "req", *CURVE, "-subj", subject, "-keyout", path + ".key", "-out", path + ".csr")
    run("openssl", "x509", "-req", "-in", path + ".csr", "-CA", f"{folder}/ca.crt", "-CAkey", f"{folder}/ca.key",
        "-set_serial", str(serial), "-days", "365", "-extfile", path + ".ext", "-out", path + ".crt")
    os.unlink(path + ".csr")
    os.unlink(path + ".ext")


def kubeconfig(folder, user):
    """JSON, which is YAML too."""
    def content(name):
        with open(f"{folder}/{name}", "rb") as file:
            return base64.b64encode(file.read()).decode()

    return {
        "apiVersion": "v1", "kind": "Config", "current-context": "lab",
        "contexts": [{"name": "lab", "context": {"cluster": "lab", "user": user}}],
        "clusters": [{"name": "lab", "cluster": {"server": places.API_URL,
                                                 "certificate-authority-data": content("ca.crt")}}],
        "users": [{"name": user, "user": {"client-certificate-data": content(user + ".crt"),
                                          "client-key-data": content(user + ".key")}}],
    }
