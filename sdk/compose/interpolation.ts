import type { Problems } from "../diagnostics/problem.js";
import type { Location } from "../reading/source.js";

/** `$$`, `${NAME}`, `${NAME:-default}`, `${NAME-default}` with one more of them in the default, `${NAME:?why}` or `$NAME`. */
const variable = /\$\$|\$\{([A-Za-z_]\w*)(?::?-((?:\$\{[^{}]*\}|[^{}])*)|:?[?+][^{}]*)?\}|\$([A-Za-z_]\w*)/g;

/**
 * A text with the defaults of docker-compose's variables in their places: nobody knows the shell of whoever started it. One
 * without a default stays as it is, with a warning.
 */
export function interpolated(text: string, at: Location, problems: Problems): string {
  return text.replace(variable, (written: string, _: unknown, standard: string | undefined) => {
    if (written === "$$") return "$";
    if (standard !== undefined) return interpolated(standard, at, problems);
    problems.warn(
      "DroppedByImport",
      at,
      `the value of \`${written}\` is not known, and it has no default: it stays as it is`,
    );
    return written;
  });
}
