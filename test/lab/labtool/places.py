"""Where things lie and which addresses they have: every path and address of the lab, in one place.

The addresses are of ranges set aside for documentation and benchmarks, which no real network uses. Two of those are left
alone all the same, 192.0.2.0/24 and 203.0.113.0/24: closed-off build machines give them to their own gateways, and a
route of the lab's would then cut off the package registries.
"""
import os

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PARTS = os.path.join(HERE, "parts")

# What `lab build` makes: kept outside the checkout, so that every clone on the machine shares it.
CACHE = os.path.abspath(
    os.environ.get("VAMP_LAB_CACHE")
    or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "vamp-lab"))
CACHE_BIN = os.path.join(CACHE, "bin")
PULUMI_HOME = os.path.join(CACHE, "pulumi-home")
WHEELS = os.path.join(CACHE, "wheels")
PACKAGES_RECORD = os.path.join(CACHE, "packages-installed.json")

# The running lab: one per machine, so the place is fixed.
RUN = "/var/lib/vamp-lab"
LOCK = "/run/vamp-lab.lock"
CHANGES = "/run/vamp-lab-changes.json"      # not in the run folder: who removes that by hand still gets all undone
PROCESSES = os.path.join(RUN, "processes")
LOGS = os.path.join(RUN, "log")
PKI = os.path.join(RUN, "pki")
PINS = os.path.join(RUN, "ns")
ADMIN_KUBECONFIG = os.path.join(PKI, "admin.kubeconfig")
GOING_DOWN = os.path.join(RUN, "going-down")

BRIDGE = "labbr"
NODE_NETWORK = "198.51.100.0/24"
HOST_ADDRESS = "198.51.100.254"
SERVICE_NETWORK = "198.18.0.0/16"
FIRST_SERVICE = "198.18.0.1"
POD_NETWORK = "198.19.0.0/16"
LOAD_BALANCER_NETWORK = "198.19.255.0/24"
API_PORT = 6443

NODES = (1, 2)
ZONES = {1: "a", 2: "b"}


def node_name(number):
    return f"node{number}"


def node_address(number):
    return f"198.51.100.{number}"


def node_pods(number):
    return f"198.19.{number}.0/24"


def node_folder(number):
    return os.path.join(RUN, node_name(number))


def namespace(number):
    return f"lab{number}"


def namespace_file(number):
    return "/run/netns/" + namespace(number)


API_ADDRESS = node_address(1)
API_URL = f"https://{API_ADDRESS}:{API_PORT}"
DNS_ADDRESS = node_address(1)
