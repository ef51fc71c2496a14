"""`lab status`: what runs, and everything that the lab has changed on this machine outside its folders."""
import json
import os

from . import api, build, cgroups, dns, mounts, network, packages, places, processes
from .changes import Changes
from .cluster import daemon_names, leftovers
from .screen import bad, faint, good, say

RUNNING, NOT_RUNNING, HALF = 0, 1, 3


def size_of(folder):
    """Bytes on disk; a file with several names counts once."""
    seen = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                found = os.lstat(os.path.join(parent, name))
            except FileNotFoundError:
                continue
            seen[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(seen.values())


def collect():
    daemons = {name: processes.pid_of(name) for name in daemon_names()}
    api_up = daemons["kube-apiserver"] is not None
    names = map(places.node_name, places.NODES)
    nodes = {name: api_up and api.node_ready(name) for name in names}
    if all(daemons.values()) and all(nodes.values()) and network.right():
        state = "running"
    else:
        state = "half" if any(daemons.values()) or leftovers() else "down"
    return {
        "state": state, "processes": daemons, "nodes": nodes, "dns": dns.mode() if daemons["coredns"] else None,
        "built": build.complete(), "engine": engine(), "cache": {"folder": places.CACHE, "bytes": size_of(places.CACHE)},
        "run": {"folder": places.RUN, "bytes": size_of(places.RUN)}, "outside": outside(),
    }


def engine():
    found = build.machine_pulumi()
    return "the machine's own: " + " ".join(found) if found else "the lab's own"


def outside():
    """What `lab down` takes away again (all but the packages), as words."""
    old = Changes()
    found = network.left()
    if os.path.exists("/sys/class/net/" + places.BRIDGE):
        found.append(f"address {places.HOST_ADDRESS}/24 on {places.BRIDGE}")
        found += [f"route {where} via {via}" for where, via in network.host_routes().items()]
    if old.get("watchers"):
        found.append(f"sysctl fs.inotify.max_user_instances {network.watchers()} (was {old.get('watchers')})")
    if old.get("forward rule"):
        found.append("iptables rule FORWARD, from and to " + places.BRIDGE)
    trees = {os.path.basename(path): 0 for path in cgroups.present()}
    for path in cgroups.present():
        trees[os.path.basename(path)] += 1
    found += [f"control group {name} of {cgroups.ROOT}, in {count} tree(s)" for name, count in trees.items()]
    found += ["mount " + path for path in mounts.inside_run()]
    found += ["empty folder " + path for path in old.get("folders") or []]
    found += ["folder " + places.RUN] * os.path.isdir(places.RUN)
    found += ["file " + path for path in (places.LOCK, places.CHANGES) if os.path.exists(path)]
    installed = packages.installed_by_lab()
    return found + ["Debian packages (they stay): " + " ".join(installed)] * bool(installed)


def wrapped(text, width, indent):
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = indent + word
        else:
            line = f"{line} {word}" if line else word
    yield line


def status(form=""):
    found = collect()
    if form == "--json":
        print(json.dumps(found, indent=1))
    else:
        show(found)
    return {"running": RUNNING, "down": NOT_RUNNING, "half": HALF}[found["state"]]


def show(found):
    words = {"running": good("running"), "down": "not running",
             "half": bad("half there: `lab up` repairs it, `lab down` clears it")}
    say(f"lab        {words[found['state']]}")
    if found["state"] != "down":
        for name, pid in found["processes"].items():
            say(f"  {name:26} {good('up') + f'    process {pid}' if pid else bad('down')}")
        for name, ready in found["nodes"].items():
            say(f"  {name:26} {good('Ready') if ready else bad('not ready')}")
        say(f"  {'cluster DNS':26} {found['dns'] or bad('down')}")
    built = "everything is built" if found["built"] else bad("not everything is built: `lab build`")
    say(f"built      {built}")
    say(f"engine     {found['engine']}")
    for title, key in (("cache", "cache"), ("run", "run")):
        if found[key]["bytes"]:
            say(f"{title:10} {found[key]['folder']}, {found[key]['bytes'] / 1e6:.0f} MB")
    say("outside of the project's and the cache folder the lab has on this machine:")
    for text in found["outside"] or ["nothing"]:
        for line in wrapped(text, 94, "  "):
            say("  " + line)
    say(faint("Go's own module and build caches were filled by `lab build` (`go clean -cache -modcache`)."))
