import { secret } from "@pulumi/pulumi";
import { literalSecret } from "../../../policies/rules/workloads/literalSecret.js";
import { Other } from "../../components/mocks.js";
import { deploys, shop, tool, version } from "../programs.js";
import type { Case } from "./case.js";

/** One version: what is said of its breed. */
const one = (breed: object) => deploys(shop({ "shop:1.0.0": { weight: "100%" } }, [version("1.0.0", breed)]));

const main = "Deployment `tool`, container `main`";
const first = "blueprint.clusters.shop.services[0].breed: Deployment `shop-shop-1-0-0-8c1b8` (shop:1.0.0)";

/** A tool with variables that are literals. */
const variables = (values: Readonly<Record<string, string>>) =>
  tool({ env: Object.entries(values).map(([name, value]) => ({ name, value })) });

/** Where secrets stand, and where not. */
export const literalSecrets: readonly Case[] = [
  {
    rule: literalSecret,
    about: "a password, a key and an address with a password",
    bad: tool({
      env: [
        { name: "DB_PASSWORD", value: "hunter2" },
        { name: "KEY", value: "-----BEGIN RSA PRIVATE KEY-----" },
        { name: "DATABASE", value: "postgres://shop:hunter2@db/shop" },
        { name: "TOKENS_PER_SECOND", value: "5" },
      ],
    }),
    says: [
      `${main}: the variable \`DB_PASSWORD\` holds a secret that everyone can read who sees the object. Put it into a Secret, and name that: \`valueFrom: { secretKeyRef: { name, key } }\`.`,
      "the variable `KEY` holds a secret",
      "the variable `DATABASE` holds a secret",
    ],
    mended: tool({
      env: [
        { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
        { name: "DATABASE", value: "postgres://db/shop" },
      ],
    }),
  },
  {
    rule: literalSecret,
    about: "a secret of a breed",
    bad: one({ environmentVariables: { DB_PASSWORD: "hunter2" } }),
    says: [
      `${first}, container \`service\`: the variable \`DB_PASSWORD\` holds a secret that everyone can read who sees the object. Give it as a secret of Pulumi (\`pulumi.secret\`, \`config.requireSecret\`), which goes into a Secret.`,
    ],
    mended: one({ environmentVariables: { DB_PASSWORD: secret("hunter2") } }),
  },
  {
    rule: literalSecret,
    about: "names that are written together, and an address with no user",
    bad: tool({
      env: ["PGPASSWORD", "MYSQL_PWD", "dbPassword", "SECRET_KEY_BASE"]
        .map((name) => ({ name, value: "hunter2" }))
        .concat({ name: "CACHE", value: "redis://:hunter2@cache:6379" }),
    }),
    says: ["`PGPASSWORD`", "`MYSQL_PWD`", "`dbPassword`", "`SECRET_KEY_BASE`", "`CACHE`"],
    mended: tool({ env: [{ name: "PWD", value: "/srv" }] }),
  },
  {
    rule: literalSecret,
    about: "what only looks like a reference to another variable",
    bad: tool({ env: [{ name: "DB_PASSWORD", value: "$$(OTHER)" }] }),
    says: ["`DB_PASSWORD`"],
    mended: tool({
      env: [
        { name: "DB_PASSWORD", value: "$(OTHER)" },
        { name: "DATABASE", value: "postgres://app:$(DB_PASSWORD)@db/shop" },
        { name: "USE_TOKEN", value: "false" },
      ],
    }),
  },
  {
    rule: literalSecret,
    about: "names of several words, and takes numbers, switches and words that only end alike",
    bad: variables({ DB_PASS: "abc", dbPass: "abc", PASS: "abc", "db.api-key": "abc", ADMIN_PASSWORD_2: "abc" }),
    says: ["`DB_PASS`", "`dbPass`", "`PASS`", "`db.api-key`", "`ADMIN_PASSWORD_2`"],
    mended: variables({
      MAX_TOKEN: "512",
      RATE_PER_TOKEN: "0.5",
      REQUIRE_PASSWORD: "yes",
      BYPASS: "lane",
      COMPASS: "n",
    }),
  },
  {
    rule: literalSecret,
    about: "secrets of arguments, by an equals sign and by the next argument",
    bad: tool({ command: ["serve", "--password=hunter2"], args: ["--api-key", "abc", "--log-level", "info"] }),
    says: [
      `${main}: the argument \`--password\` holds a secret that everyone can read who sees the object. Put it into a Secret, take it into a variable by \`valueFrom: { secretKeyRef: { name, key } }\`, and name that here: \`$(NAME)\`.`,
      `${main}: the argument \`--api-key\` holds a secret`,
    ],
    mended: tool({
      command: ["serve", "--password=$(PASSWORD)"],
      args: ["--api-key", "$(API_KEY)", "run", "--max-token", "512", "--no-password", "now", "--token-file", "/token"],
    }),
  },
  {
    rule: literalSecret,
    about: "secrets in a script, and takes what a shell puts in",
    bad: tool({ args: ["sh", "-c", "export DB_PASSWORD='hunter2'; serve --token abc --db postgres://a:b@db/shop"] }),
    says: ["the argument `DB_PASSWORD`", "the argument `--token`", "the argument `--db`"],
    mended: tool({
      args: [
        "sh",
        "-c",
        'export DB_PASSWORD="${OTHER}"; serve --token $(cat /token) run --db postgres://a:$PASSWORD@db/shop',
      ],
    }),
  },
  {
    rule: literalSecret,
    about: "an argument that is a key whatever it is called",
    bad: tool({ args: ["-----BEGIN RSA PRIVATE KEY-----"] }),
    says: [`${main}: an argument holds a secret`],
    mended: tool({ args: ["-----BEGIN PUBLIC KEY-----"] }),
  },
  {
    rule: literalSecret,
    about: "an argument of a breed that nobody allowed",
    bad: one({ arguments: [{ args: "--token abc" }] }),
    says: [
      `${first}, container \`service\`: the argument \`--token\` holds a secret that everyone can read who sees the object. Give it as an environment variable that is a secret of Pulumi (\`pulumi.secret\`, \`config.requireSecret\`), and name that here: \`$(NAME)\`.`,
    ],
    mended: one({ arguments: [{ args: "--token abc" }] }),
    mendedConfig: { allow: ["--token"] },
  },
  {
    rule: literalSecret,
    about: "names of one's own, and leaves those alone that a preview does not know",
    config: { names: "^dsn$" },
    bad: tool({ env: [{ name: "DSN", value: "abc" }], args: ["--dsn=abc"] }),
    says: ["the variable `DSN`", "the argument `--dsn`"],
    mended: () =>
      tool({ env: [{ name: "DB_PASSWORD", value: "abc" }], args: ["--dsn", new Other("later").text, "x"] })(),
  },
];
