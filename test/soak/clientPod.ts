import { processesOf } from "../end-to-end/disturbances.js";
import { kubectl } from "../end-to-end/lab.js";
import { echoImage } from "../end-to-end/programs.js";

/**
 * Starts a pod on the first node, and gives a process in it, in whose network clients are where an application's own are.
 *
 * From the host a request to a Service's address takes another address and port on its way, chosen at random. At a thousand
 * new connections a second such a port soon comes round while an agent still holds the end of the connection before
 * (`TIME_WAIT`), and the kernel may take the new one for an old packet, for Linux 6.18.44 counts timestamps from another
 * offset for each port: the connection opens a second later, or two. Seen by `tcpdump`: a bare ACK answers
 * the SYN, and the client resets what it does not know.
 */
export function startClientPod(namespace: string): number {
  const securityContext = {
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
  const containers = [{ name: "client", image: echoImage, imagePullPolicy: "IfNotPresent", securityContext }];
  const spec = JSON.stringify({ spec: { nodeName: "node1", automountServiceAccountToken: false, containers } });
  const inside = ["-n", namespace];
  kubectl(...inside, "run", "client", `--image=${echoImage}`, `--overrides=${spec}`);
  kubectl(...inside, "wait", "pod/client", "--for=condition=Ready", "--timeout=60s");
  const uid = kubectl(...inside, "get", "pod", "client", "-o", "jsonpath={.metadata.uid}");
  const [pid] = processesOf(uid, "echo");
  if (pid === undefined) throw new Error("the pod of the client has no process");
  return pid;
}
