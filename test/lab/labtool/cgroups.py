"""Control groups: every process of the lab is in one of the lab's own, so that none can be lost.

Daemons are in vamp-lab/NAME (with what they start, such as a container's shim), pods in vamp-lab-nodeN, which the
kubelet is given as its root. Works with cgroup version 1 (a tree for each controller) and 2 (one tree).
"""
import os

from . import places
from .proc import program

ROOT = "/sys/fs/cgroup"
DAEMONS = "vamp-lab"


def version_2():
    return os.path.exists(ROOT + "/cgroup.controllers")


def trees():
    if version_2():
        return [ROOT]
    return [os.path.join(ROOT, name) for name in sorted(os.listdir(ROOT))
            if name != "unified" and not os.path.islink(os.path.join(ROOT, name))
            and os.path.exists(os.path.join(ROOT, name, "cgroup.procs"))]


def watching_tree():
    """The tree whose lists of processes are read: any will do, if pods and daemons are both in it."""
    return next((tree for tree in trees() if tree.endswith("/pids")), trees()[0])


def of_node(number):
    return f"vamp-lab-node{number}"


def make_daemon(name):
    folder = os.path.join(watching_tree(), DAEMONS, name)
    os.makedirs(folder, exist_ok=True)
    return os.path.join(folder, "cgroup.procs")


def make_node(number):
    for tree in trees():
        folder = os.path.join(tree, of_node(number))
        if version_2():
            with open(tree + "/cgroup.controllers") as file:
                for controller in file.read().split():
                    write(tree + "/cgroup.subtree_control", "+" + controller)
        os.makedirs(folder, exist_ok=True)
        for setting in ("cpuset.cpus", "cpuset.mems"):    # version 1 starts with none, and takes no process then
            path = os.path.join(folder, setting)
            if not version_2() and os.path.exists(path):
                with open(os.path.join(tree, setting)) as file:
                    write(path, file.read().strip())


def write(path, text):
    try:
        with open(path, "w") as file:
            file.write(text)
    except OSError:
        pass        # a controller that this machine does not give


def processes(name):
    """Process ids in the group and below it."""
    found = []
    for parent, _, files in os.walk(os.path.join(watching_tree(), name)):
        if "cgroup.procs" in files:
            try:
                with open(os.path.join(parent, "cgroup.procs")) as file:
                    found += [int(line) for line in file]
            except OSError:
                pass        # gone meanwhile
    return found


def strays(name, expected):
    """Processes of a daemon's group that are neither the expected one nor the containers' shims."""
    return [pid for pid in processes(f"{DAEMONS}/{name}")
            if pid != expected and not program(pid).startswith("containerd-shim")]


def groups():
    return [DAEMONS] + [of_node(number) for number in places.NODES]


def everyone():
    return [pid for name in groups() for pid in processes(name)]


def present():
    # In `unified`, the version 2 tree beside those of version 1, containers' groups appear by themselves.
    paths = [os.path.join(tree, name) for tree in trees() + [ROOT + "/unified"] for name in groups()]
    return [path for path in paths if os.path.isdir(path)]


def remove():
    for path in present():
        for parent, _, _ in os.walk(path, topdown=False):
            try:
                os.rmdir(parent)
            except OSError:
                pass        # tried again by the caller
    return not present()
