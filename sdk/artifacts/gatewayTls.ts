import { z } from "zod";
import { byDefault, doc, fixed } from "../reading/rules.js";
import { hstsMaxAge } from "../routing/listener.js";
import { formatDuration } from "../units/duration.js";
import { listOrOne } from "./artifact.js";
import { duration, portNumber, truth } from "./leaves.js";
import { certificate } from "./traffic.js";

const version = fixed<"1.2" | "1.3">({
  read: ({ text }) =>
    text === "1.2" || text === "1.3"
      ? { value: text }
      : { problem: `TLS ${text} is not spoken here`, expected: "1.2 or 1.3", code: "InvalidValue" },
  // YAML reads a bare 1.2 as a number.
  json: { enum: ["1.2", "1.3", 1.2, 1.3] },
});

/** How a gateway ends TLS. */
export const gatewayTls = z.strictObject({
  certificates: doc(
    "Its certificates; a client gets the one with the name it asks for, else the first.",
    listOrOne(certificate),
    [{ secret: "shop-tls" }],
  ),
  minVersion: byDefault("1.2", doc("The oldest version of TLS it speaks.", version.optional())),
  clients: doc(
    "Certificates of clients that it asks for.",
    z
      .strictObject({
        ca: doc("Whose certificates are good.", certificate),
        required: doc("False lets those in that show none. Default: `true`.", truth().optional()),
      })
      .optional(),
    { ca: { secret: "clients-ca" } },
  ),
  hsts: doc(
    "Tells browsers to come by TLS only (`Strict-Transport-Security`).",
    z
      .strictObject({
        maxAge: byDefault(formatDuration(hstsMaxAge), doc("For how long.", duration().optional())),
        includeSubdomains: doc("Also to hosts below. Default: `false`.", truth().optional()),
        preload: doc("Lets browsers know beforehand. Default: `false`.", truth().optional()),
      })
      .optional(),
    { max_age: "8760h" },
  ),
  redirectFrom: doc("A port from which clients that do not speak TLS are sent here.", portNumber().optional(), 80),
});

/** See {@link gatewayTls}. */
export type GatewayTls = z.output<typeof gatewayTls>;
