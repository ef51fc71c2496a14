import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate that signed itself, with its key, in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate whose subject is a name. */
export function certificateOf(name: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "vamp-certificate-"));
  const [certificate, key] = [join(folder, "crt"), join(folder, "key")];
  const made = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    key,
    "-out",
    certificate,
  ];
  try {
    execFileSync("openssl", ["req", "-x509", ...made, "-days", "2", "-subj", `/CN=${name}`], { stdio: "pipe" });
    return { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
