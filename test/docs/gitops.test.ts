import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

const folder = resolve(__dirname, "../../examples/gitops");

const metadata = z.strictObject({ name: z.string(), namespace: z.string() });
const duration = z.string().regex(/^(\d+(ms|s|m|h))+$/);

/** What the files use of https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml. */
const application = z.strictObject({
  apiVersion: z.literal("argoproj.io/v1alpha1"),
  kind: z.literal("Application"),
  metadata,
  spec: z.strictObject({
    project: z.string(),
    source: z.strictObject({
      repoURL: z.url(),
      targetRevision: z.string(),
      path: z.string(),
      directory: z.strictObject({ recurse: z.boolean() }),
    }),
    destination: z.strictObject({ server: z.url(), namespace: z.string() }),
    syncPolicy: z.strictObject({
      automated: z.strictObject({ prune: z.boolean(), selfHeal: z.boolean() }),
      syncOptions: z.array(z.enum(["PruneLast=true", "ServerSideApply=true", "CreateNamespace=true"])),
    }),
  }),
});

/** What they use of https://fluxcd.io/flux/components/source/gitrepositories/. */
const repository = z.strictObject({
  apiVersion: z.literal("source.toolkit.fluxcd.io/v1"),
  kind: z.literal("GitRepository"),
  metadata,
  spec: z.strictObject({ interval: duration, url: z.url(), ref: z.strictObject({ branch: z.string() }) }),
});

/** What they use of https://fluxcd.io/flux/components/kustomize/kustomizations/. */
const kustomization = z.strictObject({
  apiVersion: z.literal("kustomize.toolkit.fluxcd.io/v1"),
  kind: z.literal("Kustomization"),
  metadata,
  spec: z.strictObject({
    interval: duration,
    sourceRef: z.strictObject({ kind: z.literal("GitRepository"), name: z.string() }),
    path: z.string().startsWith("./"),
    prune: z.boolean(),
    wait: z.boolean(),
  }),
});

const documents = (file: string): readonly unknown[] =>
  parseAllDocuments(readFileSync(join(folder, file), "utf8")).map((document): unknown => document.toJS());

it("Argo CD and Flux are told of the folder that the program writes", () => {
  const [, written] = /renderYamlToDirectory: "([^"]*)"/.exec(readFileSync(join(folder, "index.ts"), "utf8")) ?? [];
  const [argo] = z.tuple([application]).parse(documents("argocd.yaml"));
  const [source, applied] = z.tuple([repository, kustomization]).parse(documents("flux.yaml"));
  expect([argo.spec.source.path, applied.spec.path]).toEqual([written, `./${written}`]);
  expect(applied.spec.sourceRef.name).toBe(source.metadata.name);
});
