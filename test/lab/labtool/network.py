"""The lab's network: a namespace for each node, one bridge that joins them and the host, and routes to what runs there.

Everything here can be called again at any time: it makes only what is missing.
"""
import ipaddress
import os

from . import places
from .failure import Failure
from .shell import in_namespace, run, works

# 128, the usual value, starves containerd and kubelets of file watches.
WATCHERS = "/proc/sys/fs/inotify/max_user_instances"
WATCHERS_NEEDED = 8192
MARK = ("-m", "comment", "--comment", "vamp-lab")
FORWARD = ("FORWARD", "-i", places.BRIDGE, "-o", places.BRIDGE, *MARK, "-j", "ACCEPT")


def host_end(number):
    return places.namespace(number) + "h"


def host_routes():
    """network -> the address that leads there. Replies find back: nodes answer for Services, pods know the bridge."""
    routes = {places.node_pods(number): places.node_address(number) for number in places.NODES}
    routes[places.SERVICE_NETWORK] = places.node_address(1)
    routes[places.LOAD_BALANCER_NETWORK] = places.node_address(1)
    return routes


def make(changes):
    raise_watchers(changes)
    if not works("ip", "link", "show", places.BRIDGE):
        need_free_addresses()
        run("ip", "link", "add", places.BRIDGE, "type", "bridge")
    run("ip", "addr", "replace", places.HOST_ADDRESS + "/24", "dev", places.BRIDGE)
    run("ip", "link", "set", places.BRIDGE, "up")
    for number in places.NODES:
        make_namespace(number)
    for network, via in host_routes().items():
        run("ip", "route", "replace", network, "via", via, "dev", places.BRIDGE)
    let_bridge_pass(changes)


def need_free_addresses():
    """The lab's routes must not take away addresses that the machine reaches in another way."""
    ours = [ipaddress.ip_network(text) for text in (places.NODE_NETWORK, *host_routes())]
    for line in run("ip", "-4", "route", "show").splitlines():
        words = line.split()
        try:
            theirs = ipaddress.ip_network(words[0])
        except (ValueError, IndexError):
            continue        # the default route
        if theirs.prefixlen and any(theirs.overlaps(network) for network in ours):
            raise Failure(f"this machine has a route of its own in the lab's address ranges: {line.strip()}",
                          "remove that route, or change the ranges in labtool/places.py")


def make_namespace(number):
    file = places.namespace_file(number)
    if not healthy(number):
        run("ip", "link", "del", host_end(number), quiet=True)
        run("ip", "netns", "del", places.namespace(number), quiet=True)
        run("ip", "netns", "add", places.namespace(number))
        run("ip", "link", "add", host_end(number), "type", "veth",
            "peer", "name", "eth0", "netns", places.namespace(number))
    run("ip", "link", "set", host_end(number), "master", places.BRIDGE, "up")
    commands = ["link set lo up", f"addr replace {places.node_address(number)}/24 dev eth0", "link set eth0 up",
                # Without a default route no packet to a Service address would come as far as the rules that turn it.
                f"route replace default via {places.HOST_ADDRESS}"]
    commands += [f"route replace {places.node_pods(other)} via {places.node_address(other)}"
                 for other in places.NODES if other != number]
    run(*in_namespace(file, "ip", "-batch", "-"), feed="\n".join(commands) + "\n")
    run(*in_namespace(file, "sysctl", "-qw", "net.ipv4.ip_forward=1"))
    # A client that opens thousands of connections a second would wait for ports that are held for two minutes.
    run(*in_namespace(file, "sysctl", "-qw", "net.netfilter.nf_conntrack_tcp_timeout_time_wait=5"), quiet=True)


def healthy(number):
    return os.path.exists(places.namespace_file(number)) and works(
        *in_namespace(places.namespace_file(number), "ip", "link", "show", "eth0"))


def right():
    """Whether nothing is to be made: what `make` would do, as a quick look."""
    addresses = run("ip", "-o", "-4", "addr", "show", "dev", places.BRIDGE, quiet=True)
    routes = run("ip", "-4", "route", "show", "dev", places.BRIDGE, quiet=True)
    return (places.HOST_ADDRESS in addresses
            and all(f"{network} via {via}" in routes for network, via in host_routes().items())
            and all(works("ip", "link", "show", host_end(number), "master", places.BRIDGE) for number in places.NODES)
            and all(healthy(number) for number in places.NODES) and watchers() >= WATCHERS_NEEDED)


def watchers():
    with open(WATCHERS) as file:
        return int(file.read())


def raise_watchers(changes):
    if watchers() < WATCHERS_NEEDED:
        changes.note("watchers", watchers())
        set_watchers(WATCHERS_NEEDED)


def set_watchers(value):
    with open(WATCHERS, "w") as file:
        file.write(str(value))


def let_bridge_pass(changes):
    """Where the host's firewall sees bridged packets and does not let all pass (as with Docker), one rule lets ours."""
    try:
        with open("/proc/sys/net/bridge/bridge-nf-call-iptables") as file:
            seen = file.read().strip() == "1"
    except FileNotFoundError:
        return
    if seen and run("iptables", "-w", "5", "-S", "FORWARD", quiet=True).strip() not in ("", "-P FORWARD ACCEPT"):
        if not works("iptables", "-w", "5", "-C", *FORWARD):
            changes.note("forward rule", True)
            run("iptables", "-w", "5", "-I", *FORWARD)


def remove(old):
    """Takes away everything that `make` made; `old` is what changes.json says was different before."""
    if old.get("forward rule"):
        run("iptables", "-w", "5", "-D", *FORWARD, quiet=True)
    for number in places.NODES:     # the pair first: deleting the namespace alone frees it only some time later
        run("ip", "link", "del", host_end(number), quiet=True)
        run("ip", "netns", "del", places.namespace(number), quiet=True)
    run("ip", "link", "del", places.BRIDGE, quiet=True)     # its routes go with it
    if old.get("watchers") and watchers() == WATCHERS_NEEDED:
        set_watchers(old["watchers"])


def left():
    """What of all this is still there."""
    found = ["network namespace " + places.namespace(number) for number in places.NODES
             if os.path.exists(places.namespace_file(number))]
    devices = (places.BRIDGE, *map(host_end, places.NODES))
    return found + ["network device " + name for name in devices if os.path.exists("/sys/class/net/" + name)]
