// Where the peers run in the cluster: in the network of a pod on the first node, behind a Service, as our agents do.
import { setTimeout as sleep } from "node:timers/promises";
import { processesOf } from "./pod.mjs";
import { gatewayApiCrds, program, run } from "./programs.mjs";
import { gatewayService, namespace } from "./stack.mjs";
import { traefik, traefikArguments } from "./traefik.mjs";

const standNamespace = "bench-stand";
const hosts = { port: 9100, health: 9101 };

const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "stand", namespace: standNamespace, labels: { app: "stand" } },
  spec: {
    nodeSelector: { "kubernetes.io/hostname": "node1" },
    containers: [{ name: "stand", image: "vamp/echo:1.0", imagePullPolicy: "IfNotPresent" }],
  },
};

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "stand", namespace: standNamespace },
  spec: { selector: { app: "stand" }, ports: [{ name: "web", port: hosts.port }] },
};

/** What Traefik is told: who it is, where it listens, and how versions share what comes. */
function gatewayApi(host, backends, percent) {
  const spec = { controllerName: "traefik.io/gateway-controller" };
  const listener = { name: "web", protocol: "HTTP", port: hosts.port };
  const weights = [100 - percent, percent];
  const refs = backends.map(({ name, port }, index) => ({ name, port, weight: weights[index] }));
  const of = (kind, name, content) => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind,
    metadata: { name, ...(kind === "GatewayClass" ? {} : { namespace }) },
    spec: content,
  });
  return [
    of("GatewayClass", "bench", spec),
    of("Gateway", "bench", { gatewayClassName: "bench", listeners: [listener] }),
    of("HTTPRoute", "bench", { parentRefs: [{ name: "bench" }], hostnames: [host], rules: [{ backendRefs: refs }] }),
  ];
}

export class Stand {
  constructor(lab) {
    this.lab = lab;
  }

  kubectl(...args) {
    return run("kubectl", args, { env: this.lab });
  }

  apply(...objects) {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    run("kubectl", ["apply", "--server-side", "--force-conflicts", "-f", "-"], { env: this.lab, input: list });
  }

  /** Address of a Service of the cluster. */
  addressOf(where, name) {
    return this.kubectl("-n", where, "get", "service", name, "-o", "jsonpath={.spec.clusterIP}");
  }

  /** Pods of a namespace that stay, by a label: their ids. */
  podsOf(where, selector) {
    const { items } = JSON.parse(this.kubectl("-n", where, "get", "pods", "-l", selector, "-o", "json"));
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.uid);
  }

  /** Waits until nothing is left of a benchmark before. */
  clear() {
    this.kubectl("delete", "namespace", namespace, standNamespace, "--ignore-not-found", "--timeout=120s");
  }

  async begin() {
    this.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: standNamespace } });
    this.apply(pod, service);
    this.kubectl("-n", standNamespace, "wait", "pod/stand", "--for=condition=Ready", "--timeout=60s");
    const [uid] = this.podsOf(standNamespace, "app=stand");
    [this.pid] = processesOf(uid, "echo");
    if (this.pid === undefined) throw new Error("the pod of the peers has no process");
    this.address = this.addressOf(standNamespace, "stand");
  }

  /** Services of the two versions, as our agent reaches them. */
  backends() {
    const { items } = JSON.parse(this.kubectl("-n", namespace, "get", "services", "-o", "json"));
    const found = items.filter(({ metadata }) => metadata.name.endsWith("-backend"));
    return found
      .map(({ metadata, spec }) => ({ name: metadata.name, ip: spec.clusterIP, port: spec.ports[0].port }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  gatewayUrl() {
    return `http://${this.addressOf(namespace, gatewayService)}:9050/`;
  }

  plan(sites) {
    return { ...hosts, threads: 1, sites };
  }

  /** Traefik as an implementation of the Gateway API: its routes are objects of the cluster. */
  traefik(host, backends) {
    const set = (percent) => this.apply(...gatewayApi(host, backends, percent));
    const percentOf = ({ sites: [{ routes }] }) => routes[1].weight;
    return {
      ...traefik,
      title: () => `${traefik.title()}, Gateway API`,
      files: (plan) => {
        set(percentOf(plan));
        return {};
      },
      command: (_, { port }) => [program("traefik"), ...traefikArguments(port), "--providers.kubernetesGateway=true"],
      env: (plan) => ({ ...traefik.env(plan), KUBECONFIG: this.lab.KUBECONFIG }),
      changes: "weights of an HTTPRoute",
    };
  }

  /** The kinds of the Gateway API; those that were there before stay. */
  async addGatewayApi() {
    const before = this.kubectl("get", "crds", "-o", "name");
    if (before.includes("httproutes.gateway.networking.k8s.io")) return;
    this.crds = gatewayApiCrds();
    this.kubectl("apply", "--server-side", "-f", this.crds);
    this.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd/httproutes.gateway.networking.k8s.io");
    await sleep(1_000);
  }

  /** Takes away what was made; what cannot be is told. */
  end() {
    const remove = (...args) => {
      try {
        this.kubectl("delete", "--ignore-not-found", "--wait=false", ...args);
      } catch (error) {
        process.stderr.write(`${error.message}\n`);
      }
    };
    remove("namespace", namespace, standNamespace);
    if (this.crds === undefined) return;
    remove("gatewayclasses.gateway.networking.k8s.io", "bench");
    remove("-f", this.crds);
  }
}
