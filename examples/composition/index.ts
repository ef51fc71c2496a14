import * as pulumi from "@pulumi/pulumi";
import { VampDeployment, VampEnvironment, VampGateway } from "pulumi-vamp";
import { Database } from "./database";
import { ServiceEntry } from "./serviceEntry";

const config = new pulumi.Config();
const host = config.require("databaseHost");
const port = config.requireNumber("databasePort");
const image = config.require("image");

const database = new Database("orders", { host, port, password: config.requireSecret("databasePassword") });

const environment = new VampEnvironment("composition", {
  organisation: "acme",
  environment: pulumi.getStack(),
  quota: { pods: 20 },
});

const shop = new VampDeployment("shop", {
  environment,
  // What breeds call `orders` is the database.
  external: { orders: { host: database.host, ports: { sql: database.port } } },
  blueprint: {
    gateways: { 9050: "shop/web" },
    clusters: {
      shop: {
        services: {
          breed: {
            name: "shop:1.0.0",
            deployable: image,
            ports: { web: "8080/http" },
            dependencies: { db: "orders" },
            environmentVariables: {
              SERVICE: "shop",
              VERSION: "1.0.0",
              DATABASE_HOST: "$db.host",
              DATABASE_PORT: "$db.ports.sql",
              DATABASE_USER: database.user,
              DATABASE_PASSWORD: database.password,
            },
          },
          scale: { cpu: 0.1, memory: "32MB", instances: 2 },
          healthChecks: { port: "web", initialDelay: "10s", timeout: "1s", interval: "2s", failures: 5 },
        },
      },
    },
  },
});

/** A way to the database through the cluster, for people who have none of their own. */
const sql = new VampGateway(
  "sql",
  { environment, port: "5432/tcp", routes: `[${host}:${port}]` },
  { dependsOn: database },
);

/** The way back: where the shop answers stands in the database. */
for (const [port, { url }] of Object.entries(shop.gateways)) new ServiceEntry(`shop-${port}`, { database, url });

/** Where the shop is found in the cluster. */
export const url = shop.gateways["9050"]?.url;
/** Where the database is found in the cluster. */
export const sqlUrl = sql.url;
/** The Namespace that all is in which runs in the cluster. */
export const namespace = environment.namespace;
