import { join } from "node:path";
import { kubectl, run } from "./lab.js";

/** The Prometheus operator, whose own definitions are enough for the API server to check what we make for it. */
const operator = "github.com/prometheus-operator/prometheus-operator@v0.76.0";

/** Teaches the API server what PodMonitors and ServiceMonitors are. */
export function defineMonitors(): void {
  const { Dir } = JSON.parse(run("go", ["mod", "download", "-json", operator], 120));
  const definitions = join(Dir, "example/prometheus-operator-crd");
  for (const kind of ["podmonitors", "servicemonitors"])
    kubectl("apply", "--server-side", "-f", join(definitions, `monitoring.coreos.com_${kind}.yaml`));
}
