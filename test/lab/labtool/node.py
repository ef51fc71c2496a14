"""One node: its settings files, its three daemons and its images."""
import hashlib
import json
import os

from . import cgroups, files, places
from .control import pki, program
from .packages import cni_folder, which
from .parts import IMAGES, PARTS, PAUSE_IMAGE
from .processes import Daemon
from .shell import run


def path(number, name):
    return os.path.join(places.node_folder(number), name)


def socket(number):
    return path(number, "containerd.sock")


def containerd_settings(number):
    return f"""version = 2
root = "{path(number, 'containerd/root')}"
state = "{path(number, 'containerd/state')}"
oom_score = 0
[grpc]
  address = "{socket(number)}"
[ttrpc]
  address = "{socket(number)}.ttrpc"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{PAUSE_IMAGE}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{cni_folder()}"
    conf_dir = "{path(number, 'cni')}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
"""


def pod_network(number):
    """`ptp`, not `bridge`: pods behind one bridge would answer each other past the rewriting that Services rest on."""
    addresses = {"type": "host-local", "ranges": [[{"subnet": places.node_pods(number)}]],
                 "routes": [{"dst": "0.0.0.0/0"}], "dataDir": path(number, "cni-addresses")}
    return {"cniVersion": "1.0.0", "name": places.namespace(number), "plugins": [
        {"type": "ptp", "ipam": addresses}, {"type": "portmap", "capabilities": {"portMappings": True}}]}


def kubelet_settings(number):
    name = places.node_name(number)
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
        "containerRuntimeEndpoint": "unix://" + socket(number),
        "cgroupDriver": "cgroupfs", "cgroupRoot": "/" + cgroups.of_node(number), "cgroupsPerQOS": True,
        "failCgroupV1": False, "failSwapOn": False,
        "oomScoreAdj": 0, "maxOpenFiles": 20000,        # a container that the machine itself runs in may allow no more
        "port": 10250, "address": places.node_address(number), "healthzBindAddress": "127.0.0.1",
        "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True},
                           "x509": {"clientCAFile": pki("ca.crt")}},
        "authorization": {"mode": "Webhook"},
        "tlsCertFile": pki(f"kubelet-{name}.crt"), "tlsPrivateKeyFile": pki(f"kubelet-{name}.key"),
        "clusterDomain": "cluster.local", "clusterDNS": [places.DNS_ADDRESS], "resolvConf": path(number, "resolv.conf"),
        "podLogsDir": path(number, "podlogs"), "nodeStatusUpdateFrequency": "4s",
        # The machine's disk is not the lab's: only a full one may drive pods out, and images are never removed.
        "evictionHard": {"memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%",
                         "nodefs.inodesFree": "1%"},
        "imageGCHighThresholdPercent": 100, "imageGCLowThresholdPercent": 99,
    }


def proxy_settings(number):
    return {
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration",
        "mode": "iptables", "iptables": {"minSyncPeriod": "100ms"}, "clusterCIDR": places.POD_NETWORK,
        "hostnameOverride": places.node_name(number), "oomScoreAdj": 0,
        "clientConnection": {"kubeconfig": pki("proxy.kubeconfig")},
        "conntrack": {"maxPerCore": 0, "min": 0, "tcpEstablishedTimeout": "0s", "tcpCloseWaitTimeout": "0s"},
    }


def settings(number):
    """file -> content"""
    return {
        "containerd.toml": containerd_settings(number),
        "cni/10-lab.conflist": json.dumps(pod_network(number), indent=1),
        "kubelet.yaml": json.dumps(kubelet_settings(number), indent=1),     # JSON is YAML too
        "proxy.yaml": json.dumps(proxy_settings(number), indent=1),
        "resolv.conf": f"nameserver {places.DNS_ADDRESS}\n",
    }


def write_settings(number):
    for folder in ("cni", "kubelet", "podlogs", "containerd/root", "containerd/state"):
        os.makedirs(path(number, folder), exist_ok=True)
    for name, content in settings(number).items():
        files.put(path(number, name), content)
    cgroups.make_node(number)


def mark(number, *names):
    return hashlib.sha256("".join(settings(number)[name] for name in names).encode()).hexdigest()[:16]


def containerd(number):
    return Daemon(f"containerd{number}", (which("containerd") or "containerd", "-c", path(number, "containerd.toml")),
                  number, True, mark(number, "containerd.toml", "cni/10-lab.conflist"))


def kubelet(number):
    name = places.node_name(number)
    labels = f"topology.kubernetes.io/zone={places.ZONES[number]},topology.kubernetes.io/region=lab"
    return Daemon(f"kubelet{number}", (
        program("kubelet"), "--config=" + path(number, "kubelet.yaml"), "--kubeconfig=" + pki(name + ".kubeconfig"),
        "--hostname-override=" + name, "--node-ip=" + places.node_address(number), "--node-labels=" + labels,
        "--root-dir=" + path(number, "kubelet"), "--cert-dir=" + path(number, "kubelet/pki")),
        number, True, mark(number, "kubelet.yaml", "resolv.conf"))


def proxy(number):
    return Daemon(f"kube-proxy{number}", (program("kube-proxy"), "--config=" + path(number, "proxy.yaml")),
                  number, True, mark(number, "proxy.yaml"))


def ctr(number, *words, limit=60, quiet=False):
    return run("ctr", "-a", socket(number), "-n", "k8s.io", *words, limit=limit, quiet=quiet)


def imported(number):
    return files.get_json(path(number, "images.json"), {})


def images_wanted():
    return {PARTS[name].image: PARTS[name].key for name in IMAGES}


def import_images(number):
    """Only what the node does not have yet in this very make."""
    have = imported(number)
    for name in IMAGES:
        part = PARTS[name]
        if have.get(part.image) != part.key:
            ctr(number, "images", "import", part.file("image.tar"), limit=120)
            have[part.image] = part.key
            files.put_json(path(number, "images.json"), have)
