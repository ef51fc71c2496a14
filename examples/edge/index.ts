import { readFileSync } from "node:fs";
import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { Blueprint, VampDeployment, VampEnvironment, VampGateway } from "pulumi-vamp";

const config = new pulumi.Config();
const canary = config.requireNumber("canary");

const environment = new VampEnvironment("edge", {
  organisation: "acme",
  environment: pulumi.getStack(),
  quota: { pods: 40 },
  defaults: { images: { "example/*": config.require("image") } },
});

// Three teams, each with a blueprint of its own.
const deploy = (name: string, weights = {}) =>
  new VampDeployment(name, { environment, blueprint: Blueprint.fromFile(`${name}.yml`), weights });
const shop = deploy("shop", { shop: { "shop:1.0.0": `${100 - canary}%`, "shop:1.1.0": `${canary}%` } });
const blog = deploy("blog");
const orders = deploy("orders");

/** A file that certificates.sh made. */
const read = (file: string) => readFileSync(`certificates/${file}`, "utf8");

/** A certificate as cert-manager would leave it: in a Secret of the environment, which agents read again when it changes. */
const certificate = (host: string) => ({
  secret: new Secret(host, {
    metadata: { name: host, namespace: environment.namespace, labels: { "app.kubernetes.io/managed-by": "pulumi" } },
    type: "kubernetes.io/tls",
    stringData: { "tls.crt": read(`${host}.crt`), "tls.key": pulumi.secret(read(`${host}.key`)) },
  }).metadata.name,
});

/** A route for what stands under a path, without knowing so. Of the requests that no condition takes it gets none. */
const under = (path: string) => ({
  condition: `path starts with ${path}`,
  weight: "0%",
  rewrites: { prefix: { from: path, to: "/" } },
});

/** One load balancer for what the teams show to everybody. */
const edge = new VampGateway("edge", {
  environment,
  port: 443,
  deployments: [shop, blog],
  service: { type: "LoadBalancer", public: true },
  tls: {
    certificates: ["www.example.com", "shop.example.com", "blog.example.com"].map(certificate),
    hsts: { includeSubdomains: true },
    redirectFrom: 80,
  },
  // The gateways of both blueprints, under their virtual hosts.
  expose: {},
  // A host of no team's own: the path says whose page it is.
  hosts: {
    "www.example.com": {
      routes: {
        "shop/shop/web": under("/shop"),
        "blog/blog/web": under("/news"),
        home: { condition: "path == /", redirect: { host: "shop.example.com" } },
      },
      otherwise: { status: 404, body: "There is no such page." },
    },
  },
});

/** Another one for partners, who come from networks of their own and show a certificate. */
const partners = new VampGateway("partners", {
  environment,
  port: 443,
  deployments: [orders],
  service: { type: "LoadBalancer", sourceRanges: config.requireObject<string[]>("partnerNetworks") },
  tls: {
    certificates: certificate("partners.example.com"),
    clients: { ca: { certificate: read("partners.crt") } },
    minVersion: "1.3",
    hsts: {},
  },
  hosts: { "partners.example.com": "orders/orders/web" },
});

/** Addresses of the two load balancers. */
export const { address } = edge;
export const partnersAddress = partners.address;
/** The Namespace that everything is in. */
export const { namespace } = environment;
