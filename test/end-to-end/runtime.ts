import { connect } from "node:net";

/** What a HAProxy says to a command at its socket. */
export function tell(socket: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const connection = connect(socket, () => connection.write(`${command}\n`));
    connection.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    connection.on("error", reject).on("close", () => resolve(said));
  });
}

/** What a HAProxy counts of each proxy and server; gives the value of a column, empty where there is none. */
export async function statistics(socket: string): Promise<readonly ((column: string) => string)[]> {
  const [head = "", ...lines] = (await tell(socket, "show stat")).trim().split("\n");
  const columns = head.replace(/^# /, "").split(",");
  return lines.map((line) => {
    const values = line.split(",");
    return (column) => values[columns.indexOf(column)] ?? "";
  });
}
