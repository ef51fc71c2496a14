import type { Listener } from "../routing/listener.js";
import { backendsOf, tablesOf } from "../routing/table.js";
import type { CertificateSource } from "../routing/traffic.js";

/** Folder of everything that an agent reads, in its container; the official image's own. */
export const configFolder = "/usr/local/etc/haproxy";

/** Folder of certificates within it, which is another volume's: Secrets change by themselves. */
const certificates = "certificates";

/** A file of the folder of certificates as the configuration names it: from its own folder on. */
export function certificatePath(file: string): string {
  return `${certificates}/${file}`;
}

/** A certificate that an agent reads. */
export interface CertificateFile {
  /** Its name in the folder of certificates. */
  readonly file: string;
  readonly source: CertificateSource;
  /** A certificate with its key (`file` and `file.key`), or those to trust. */
  readonly part: "pair" | "ca";
}

/** The file of a listener's certificate. */
export function pairFile({ portName }: Pick<Listener, "portName">, index: number): string {
  return `${portName}-${index}.pem`;
}

/** The file of the certificates that a listener trusts in its clients. */
export function clientsFile({ portName }: Pick<Listener, "portName">): string {
  return `${portName}-clients.pem`;
}

/** The file of the certificates that are trusted in a backend. */
export function backendFile({ name }: { readonly name: string }): string {
  return `${name}-ca.pem`;
}

/** Every certificate that some listeners need, in their order. */
export function certificateFiles(listeners: readonly Listener[]): readonly CertificateFile[] {
  const own = listeners.flatMap((listener) => {
    const { certificates = [], clients } = listener.tls ?? {};
    const pairs = certificates.map(
      (source, index) => ({ file: pairFile(listener, index), source, part: "pair" }) as const,
    );
    return clients === undefined
      ? pairs
      : [...pairs, { file: clientsFile(listener), source: clients.ca, part: "ca" } as const];
  });
  const theirs = backendsOf(listeners.flatMap(tablesOf)).flatMap((backend) => {
    const ca = backend.traffic?.tls?.ca;
    return ca === undefined ? [] : [{ file: backendFile(backend), source: ca, part: "ca" } as const];
  });
  return [...own, ...theirs];
}
