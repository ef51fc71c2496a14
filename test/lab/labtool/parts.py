"""The list of what `lab build` makes: each part's version, sources and what it needs of earlier parts.

A part is a folder below parts/ with a build.sh, which gets a fresh copy of the folder as working directory, $OUT as the
folder to fill, $VERSION, and for each needed part the folder of that one. The versions are proven together and the
checksums of some could not be looked up anew: change none by itself.
"""
import functools
import hashlib
import os
from dataclasses import dataclass, field

from . import places

HAPROXY_IMAGE = "docker.io/library/haproxy:2.8"
ECHO_IMAGE = "docker.io/vamp/echo:1.0"
PAUSE_IMAGE = "localhost/pause:3.10"


@dataclass(frozen=True)
class Part:
    name: str
    folder: str
    version: str
    minutes: int = 5                      # the limit on its build, generous
    arguments: tuple = ()
    needs: tuple = ()                     # names of other parts, whose folders build.sh gets as $NAME
    image: str = ""
    links: dict = field(default_factory=dict, hash=False)    # in the cache folder: link -> file in the part
    hard: bool = False                    # hard links: the program looks for others beside its own real path

    @functools.cached_property
    def key(self):
        """Changes when anything that the part is made of changes."""
        total = hashlib.sha256(repr((self.version, self.arguments, self.image)).encode())
        for folder in (self.folder, "images") if self.image or self.folder == "haproxy" else (self.folder,):
            for path in sources(folder):
                total.update(os.path.relpath(path, places.PARTS).encode() + b"\0")
                with open(path, "rb") as file:
                    total.update(hashlib.sha256(file.read()).digest())
        for name in self.needs:
            total.update(PARTS[name].key.encode())
        return total.hexdigest()[:16]

    @property
    def home(self):
        return os.path.join(places.CACHE, "parts", self.name, self.key)

    @property
    def built(self):
        return os.path.isdir(self.home)

    def file(self, path):
        return os.path.join(self.home, path)


def sources(folder):
    found = []
    for parent, folders, files in os.walk(os.path.join(places.PARTS, folder)):
        folders[:] = [name for name in folders if name not in ("gen", "__pycache__")]
        found += [os.path.join(parent, name) for name in files]
    return sorted(found)


def binaries(*names):
    return {"bin/" + name: "bin/" + name for name in names}


def host(name, version):
    """Links of a language host. Among the plugins too: the YAML host looks there for the host of a component provider."""
    program = f"pulumi-language-{name}"
    return {**binaries(program), f"pulumi-home/plugins/language-{name}-v{version}/{program}": "bin/" + program}


def language(name, version, links=None):
    return Part(f"pulumi-language-{name}", "pulumi-languages", version, 15, (name,),
                links=host(name, version) if links is None else links)


def node(version):
    major = version.split(".")[0]
    return Part(f"node-{major}", "node", version, links={f"node/{major}/bin/node": "bin/node"})


PROVIDER_VERSION = "4.25.0"
PLUGIN = f"plugins/resource-kubernetes-v{PROVIDER_VERSION}/pulumi-resource-kubernetes"

PARTS = {part.name: part for part in (
    Part("kubernetes", "kubernetes", "1.34.4", 60, links=binaries(
        "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl")),
    Part("coredns", "coredns", "1.13.1", 30, links=binaries("coredns")),
    Part("pulumi", "pulumi", "3.259.0", 40, links=binaries("pulumi"), hard=True),
    language("nodejs", "3.187.0"),
    language("python", "3.187.0", links={}),
    Part("pulumi-python", "pulumi-python", "3.187.0", needs=("pulumi-language-python",),
         links=host("python", "3.187.0")),
    language("go", "3.187.0"),
    language("yaml", "3.187.0"),
    Part("pulumi-nodejs", "pulumi-nodejs", "3.248.0", links=binaries("pulumi-resource-pulumi-nodejs")),
    Part("pulumi-kubernetes", "pulumi-kubernetes", PROVIDER_VERSION, 60, links={"pulumi-home/" + PLUGIN: PLUGIN}),
    Part("python-packages", "python-packages", "3.248.0", 10, links={"wheels": "wheels"}),
    Part("pulumi-go", "pulumi-go", "3.187.0", 15),
    # Not as `echo`: the folder stands first on PATH.
    Part("echo", "echo", "1.0", links={"bin/load": "bin/load", "bin/echo-server": "bin/echo"}),
    Part("haproxy", "haproxy", "2.8.25", 10, links=binaries("haproxy")),
    # An older line beside it: configurations are checked by both.
    Part("haproxy-debian", "haproxy", "2.6.12", 10, ("debian",), links={"bin/haproxy-debian": "bin/haproxy"}),
    Part("image-pause", "image-pause", "3.10", image=PAUSE_IMAGE),
    Part("image-haproxy", "image-haproxy", "2.8.25", needs=("haproxy",), image=HAPROXY_IMAGE),
    Part("image-echo", "image-echo", "1.0", needs=("echo",), image=ECHO_IMAGE),
    node("20.20.2"),
    node("22.23.3"),
    node("24.21.0"),
)}

ENGINE = ("pulumi", "pulumi-language-nodejs", "pulumi-language-python", "pulumi-python", "pulumi-language-go",
          "pulumi-language-yaml", "pulumi-nodejs")
IMAGES = tuple(name for name, part in PARTS.items() if part.image)
