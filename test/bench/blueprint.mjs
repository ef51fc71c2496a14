/**
 * A blueprint of clusters with two versions each, about 20 lines for a service: ports, variables with references, a
 * health check, a scale, and a split between the versions.
 */
export function largeBlueprint(services) {
  const lines = ["name: large", "gateways:", "  9050: c0/web", "clusters:"];
  for (let index = 0; index < services / 2; index++) {
    const needed = index === 0 ? "base" : `c${index - 1}`;
    lines.push(`  c${index}:`, "    services:");
    for (const version of ["1.0.0", "1.1.0"])
      lines.push(
        "      - breed:",
        `          name: c${index}:${version}`,
        `          deployable: example/c${index}:${version}`,
        "          ports: {web: 8080/http}",
        "          environment_variables:",
        "            LOG_LEVEL: info",
        "            PORT: 8080",
        `            NEXT: http://$next.host:$next.ports.web/`,
        "          dependencies:",
        `            next: ${needed}:1.0.0`,
        "        health_checks:",
        "          port: web",
        "          initial_delay: 10s",
        "          timeout: 5s",
        "          interval: 10s",
        "          failures: 3",
        "        scale: {cpu: 0.2, memory: 64MB, instances: 2}",
      );
    lines.push(
      "    gateways:",
      "      routes:",
      `        c${index}:1.0.0: {weight: 90%}`,
      `        c${index}:1.1.0:`,
      "          weight: 10%",
      "          condition: user-agent == Firefox",
    );
  }
  lines.push("  base:", "    breed: base:1.0.0", "");
  return lines.join("\n");
}
