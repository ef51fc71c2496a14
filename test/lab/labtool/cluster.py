"""`lab up`, `lab down`, `lab dns`, `lab clean`: the whole cluster, from whatever state the last command left.

`up` walks the same way every time and makes only what is missing, so it starts, repairs and confirms alike. `down` goes
by what is there, not by what should be, so it also clears what an interrupted command or a killed process left.
"""
import concurrent.futures
import hashlib
import os
import shutil
import sys
import time

from . import api, build, cgroups, control, dns, files, loadbalancer, mounts, network, node, packages, pki, places
from . import proc, processes
from .changes import Changes
from .failure import Failure
from .lock import held
from .processes import Daemon, ensure, wait_for
from .screen import faint, good, say, seconds

PYTHON = "/usr/bin/python3"     # the same from whichever checkout and shell
BOOT = os.path.join(places.RUN, "boot")


def load_balancer():
    source = files.get(loadbalancer.__file__)
    path = os.path.join(places.RUN, "loadbalancer.py")
    files.put(path, source)
    python = PYTHON if os.path.exists(PYTHON) else sys.executable
    return Daemon("loadbalancer", (python, "-B", path, places.API_ADDRESS, str(places.API_PORT), places.PKI,
                                   places.LOAD_BALANCER_NETWORK), mark=hashlib.sha256(source.encode()).hexdigest()[:16])


def daemon_names():
    per_node = [kind + str(number) for number in places.NODES for kind in ("containerd", "kubelet", "kube-proxy")]
    return ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "coredns", "loadbalancer"] + per_node


def need_root():
    if os.geteuid() != 0:
        raise Failure("the lab makes network namespaces and control groups: it has to run as root", "use sudo")


def up():
    need_root()
    if not build.complete() or packages.missing(False):
        build.build()
    with held(places.LOCK, "up", limit=180):
        began = time.monotonic()
        reason = why_afresh()
        if reason:
            say(reason)
            sweep()
        if not os.path.exists(BOOT):
            say("starting the lab: about ten seconds")
        started = bring_up()
        took = seconds(time.monotonic() - began)
        if len(started) >= len(daemon_names()):
            started = ["everything"]
        what = f"started {', '.join(started)}" if started else "nothing to do"
        say(f"{good('the lab is up')} ({took}): {what}")
        path = os.path.relpath(os.path.join(places.HERE, "lab"))
        say(faint(f'use it with: eval "$({path if "/" in path else "./" + path} env)"'))


def why_afresh():
    """Why what is there cannot be gone on with; "" when it can, or nothing is there."""
    if not os.path.exists(BOOT):
        return "clearing what an earlier lab left behind" if leftovers() else ""
    if files.get(BOOT) != proc.boot():
        return "the machine was started anew since the last lab: starting afresh"
    if os.path.exists(places.GOING_DOWN):
        return "the last `lab down` did not end: finishing it first"
    if os.path.isdir(places.PKI) and not all(network.healthy(n) and mounts.healthy(n) for n in places.NODES):
        return "the nodes' namespaces are damaged: starting afresh (what was in the cluster is lost)"
    return ""


def bring_up():
    """Names of what had to be started or renewed."""
    os.makedirs(os.path.join(places.RUN, "pulumi-state"), exist_ok=True)
    files.put(BOOT, proc.boot())
    changes = Changes()
    mounts.note(changes)
    network.make(changes)
    mounts.make()
    pki.ensure()
    started = []

    def run(daemon):
        if ensure(daemon):
            started.append(daemon.name)
            return True
        return False

    etcd, apiserver = control.etcd(), control.apiserver()
    run(etcd)
    run(apiserver)
    for number in places.NODES:
        node.write_settings(number)
        run(node.containerd(number))
    with concurrent.futures.ThreadPoolExecutor(len(places.NODES)) as pool:
        if any(list(pool.map(images, places.NODES))):
            started.append("images")
    wait_for(api.ready, "the API server is not ready", apiserver)
    run(control.controllers())
    run(control.scheduler())
    since = {}
    for number in places.NODES:
        moment = api.now()
        # What the API server says of a node is some seconds old: of a fresh kubelet it knows nothing yet.
        since[number] = moment if run(node.kubelet(number)) else ""
        run(node.proxy(number))
    names = dns.daemon()
    run(names)
    run(load_balancer())
    for number in places.NODES:
        wait_for(lambda: api.node_ready(places.node_name(number), since[number]),
                 f"node{number} is not ready", node.kubelet(number))
    wait_for(lambda: api.exists("/api/v1/namespaces/default/serviceaccounts/default"),
             "there is no default service account", control.controllers())
    wait_for(dns.answers, "cluster DNS does not answer", names)
    return started


def images(number):
    """True when the node did not have them all yet."""
    if node.imported(number) == node.images_wanted():
        return False
    wait_for(lambda: bool(node.ctr(number, "version", quiet=True, limit=5)),
             "containerd does not answer", node.containerd(number))
    node.import_images(number)
    return True


def leftovers():
    """What of a lab is on this machine, as words."""
    found = network.left() + ["control group " + path for path in cgroups.present()]
    found += ["mount " + path for path in mounts.inside_run()]
    return found + [path for path in (places.RUN, places.CHANGES) if os.path.exists(path)]


def down():
    need_root()
    with held(places.LOCK, "down", limit=180):
        began = time.monotonic()
        if not leftovers():
            os.unlink(places.LOCK)
            say("no lab is running")
            return
        sweep()
        os.unlink(places.LOCK)
        say(f"the lab is down, nothing is left of it ({seconds(time.monotonic() - began)})")


def sweep():
    """Ends every process and removes everything. The cluster's data goes too, so nothing has to end gently."""
    changes = Changes().noted
    if os.path.isdir(places.RUN):
        open(places.GOING_DOWN, "w").close()
    if files.get(BOOT) == proc.boot():
        processes.end([pid for pid in map(processes.pid_of, daemon_names()) if pid], grace=0)
    until = time.monotonic() + 30
    while cgroups.everyone() and time.monotonic() < until:
        processes.end(cgroups.everyone(), grace=0)
    network.remove(changes)
    mounts.remove(changes)
    while not cgroups.remove() and time.monotonic() < until:
        time.sleep(0.05)        # a group can go a moment after its last process
    for path in mounts.inside_run():
        node.run("umount", "-l", path, quiet=True)
    if mounts.inside_run():
        raise Failure("still mounted: " + " ".join(mounts.inside_run()), "see who uses it, then run `lab down` again")
    remove_run_folder()
    if os.path.exists(places.CHANGES):
        os.unlink(places.CHANGES)
    if leftovers():
        raise Failure("could not be removed: " + ", ".join(leftovers()), "run `lab down` again")


def remove_run_folder():
    """The mark that `down` is under way goes last, so that an interrupted one is known for what it is."""
    if not os.path.isdir(places.RUN):
        return
    for name in os.listdir(places.RUN):
        path = os.path.join(places.RUN, name)
        if path not in (places.GOING_DOWN, BOOT):
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                os.unlink(path)
    shutil.rmtree(places.RUN)


def dns_mode(mode=None):
    need_root()
    if mode is None:
        raise Failure("dns needs a word: real or fast", "lab dns real")
    with held(places.LOCK, "dns", limit=180):
        if not processes.pid_of("kube-apiserver"):
            raise Failure("no lab is running", "run `lab up` first")
        began = time.monotonic()
        dns.set_mode(mode)
        names = dns.daemon()
        if ensure(names):
            wait_for(dns.answers, "cluster DNS does not answer", names)
        cache, ttl = dns.MODES[mode]
        say(f"cluster DNS is {mode}: cache {cache} s, time to live {ttl} s ({seconds(time.monotonic() - began)})")


def clean():
    need_root()
    down()
    with held(os.path.join(places.CACHE, "lock"), "clean", limit=180):
        for name in ("bin", "parts", "node", "pulumi-home", "work", "log"):
            shutil.rmtree(os.path.join(places.CACHE, name), ignore_errors=True)
        installed = packages.installed_by_lab()
        if not installed:
            shutil.rmtree(places.CACHE, ignore_errors=True)
    say(f"removed {places.CACHE}" if not installed else f"removed what was built in {places.CACHE}")
    if installed:
        say("the Debian packages that the lab installed stay; to remove them:")
        say("  apt-get remove " + " ".join(installed))
