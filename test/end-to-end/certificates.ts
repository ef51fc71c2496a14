import { join } from "node:path";
import { run } from "./lab.js";

/** An authority of a test's own, and the certificates that it signs; made by openssl, in a folder. */
export class Authority {
  /** Its own certificate. */
  readonly certificate: string;

  constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {
    this.certificate = this.path(`${name}.crt`);
    const subject = ["-subj", `/CN=${name}`, "-days", "2"];
    this.openssl(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      this.key,
      "-out",
      this.certificate,
      ...subject,
    );
  }

  /** Signs a new certificate for a host, or for a client of that name. Gives the files of the certificate and of its key. */
  sign(host: string, title = host): { readonly certificate: string; readonly key: string } {
    const [request, certificate, key] = ["csr", "crt", "key"].map((end) => this.path(`${title}.${end}`));
    if (request === undefined || certificate === undefined || key === undefined)
      throw new Error("there are three files");
    const names = ["-addext", `subjectAltName=DNS:${host}`];
    this.openssl(
      "req",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      key,
      "-out",
      request,
      "-subj",
      `/CN=${host}`,
      ...names,
    );
    const signer = ["-CA", this.certificate, "-CAkey", this.key, "-CAcreateserial", "-copy_extensions", "copy"];
    this.openssl("x509", "-req", "-in", request, "-out", certificate, "-days", "1", ...signer);
    return { certificate, key };
  }

  private get key(): string {
    return this.path(`${this.name}.key`);
  }

  private path(file: string): string {
    return join(this.folder, file);
  }

  private openssl(...args: string[]): void {
    run("openssl", args);
  }
}
