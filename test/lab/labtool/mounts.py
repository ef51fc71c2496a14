"""Each node's own view of the file system, so that two nodes on one machine do not meet in each other's folders.

containerd, the CNI plugins and the kubelet use some fixed folders. Each node sees its own there. The views are kept in
`places.PINS`, and whatever is mounted in a view goes with it when the view ends: nothing can be left mounted.
"""
import os
import shutil

from . import places
from .shell import run, works

FIXED = ("/run/containerd", "/run/netns", "/var/lib/cni", "/var/lib/kubelet", "/var/log/containers", "/var/log/pods")

SCRIPT = """set -e
mount --make-rshared /
while [ $# -gt 0 ]; do mkdir -p "$1"; mount --bind "$1" "$2"; shift 2; done
"""


def pin(number):
    return os.path.join(places.PINS, places.node_name(number))


def healthy(number):
    return os.path.exists(pin(number)) and works("nsenter", "--mount=" + pin(number), "true")


def note(changes):
    """Which of the fixed folders were there before the lab; `ip netns` makes /run/netns, and a mount of it."""
    changes.note("folders", [path for path in FIXED if not os.path.exists(path) and path != "/run/netns"])
    changes.note("netns mount", "/run/netns" in mounted())


def make():
    os.makedirs(places.PINS, exist_ok=True)
    if places.PINS not in mounted():    # a mount that others do not see is what a view can be kept on
        run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "vamp-lab", places.PINS)
        run("mount", "--make-private", places.PINS)
    for path in FIXED:
        os.makedirs(path, exist_ok=True)
    for number in places.NODES:
        if healthy(number):
            continue
        open(pin(number), "w").close()
        pairs = []
        for path in FIXED:
            pairs += [os.path.join(places.node_folder(number), "own", path.strip("/").replace("/", "-")), path]
        run("unshare", "--mount=" + pin(number), "--propagation", "slave", "sh", "-c", SCRIPT, "sh", *pairs)


def remove(old):
    for path in [pin(number) for number in places.NODES] + [places.PINS]:
        for _ in range(4):      # an interrupted `up` may have mounted twice
            if not os.path.lexists(path) or not works("umount", "-l", path):
                break
    for path in reversed(old.get("folders") or []):
        try:
            os.rmdir(path)
        except OSError:
            pass        # somebody else uses it meanwhile
    if old.get("netns mount") is False and os.path.isdir("/run/netns") and not os.listdir("/run/netns"):
        run("umount", "/run/netns", quiet=True)
        shutil.rmtree("/run/netns", ignore_errors=True)


def mounted():
    """All mount points. Not os.path.ismount: that misses a folder mounted on a folder of the same file system."""
    with open("/proc/self/mountinfo") as file:
        return [line.split()[4] for line in file]


def inside_run():
    """Mounts at or below the run folder, deepest first."""
    ours = [path for path in mounted() if path == places.RUN or path.startswith(places.RUN + "/")]
    return sorted(ours, key=len, reverse=True)
