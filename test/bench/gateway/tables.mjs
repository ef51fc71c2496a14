// What was measured, as tables for the README.

const number = (value) => Math.round(value).toLocaleString("en");
const milliseconds = (value) => value.toFixed(2);
const seconds = (value) => (Number.isNaN(value) ? "–" : value.toFixed(value < 1 ? 2 : 1));

function table(titles, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(titles), `|${"---|".repeat(titles.length)}`, ...rows.map(line)].join("\n");
}

/** Rates and times, for one or several measurements in a cell; the last row is without anyone between. */
function speeds(measured, more) {
  const all = (of) => measured.map(of).join(" / ");
  const titles = [...new Set(measured.flatMap(({ rows }) => rows.map(({ title }) => title)))];
  const lines = titles.map((title) => {
    const cell = (name, format) =>
      all(({ rows }) => {
        const row = rows.find((one) => one.title === title);
        return row === undefined ? "–" : format(row[name]);
      });
    return [
      title,
      cell("rate", number),
      cell("microseconds", number),
      cell("p50", milliseconds),
      cell("p99", milliseconds),
      ...more.map(([, name, format]) => cell(name, format)),
    ];
  });
  const nobody = [
    "nobody between",
    all(({ without }) => number(without.rate)),
    "",
    `(${all(({ without }) => milliseconds(without.p50))})`,
    `(${all(({ without }) => milliseconds(without.p99))})`,
    ...more.map(() => ""),
  ];
  const heads = ["", "requests/s", "processor µs a request", "p50 added, ms", "p99 added, ms"];
  return table([...heads, ...more.map(([title]) => title)], [...lines, nobody]);
}

const memory = ["memory, MB", "memory", number];

/** How far the rounds of one contender were from each other, at the most. */
function noiseOf(measured) {
  const most = Math.max(...measured.flatMap(({ rows, noise }) => [noise, ...rows.map((row) => row.noise)]));
  return `Rounds differ from the median by up to ${(most * 100).toFixed(0)} % in requests/s.`;
}

const splitTable = (splits) =>
  table(
    ["a split of 99 % and 1 %, 10,000 requests", "by", "off by: median", "at most"],
    splits.map(({ title, means, error, most }) => [title, means, String(error), String(most)]),
  );

const changeTable = (changes) =>
  table(
    ["weights change under full load", "by", "changes", "requests", "lost", "sent again by the client"],
    changes.map(({ title, means, changes: count, requests, failed, retries }) => [
      title,
      means,
      String(count),
      ...[requests, failed, retries].map(number),
    ]),
  );

/** Sizes stand beside each other, parted by slashes. */
export function loopbackTables({ sizes, splits, changes, rendered }) {
  const counts = sizes.map(({ size }) => number(size)).join(" / ");
  const more = [memory, ["start, s", "start", seconds], ["check, s", "check", seconds]];
  const times = rendered.map(({ milliseconds: value }) => number(value)).join(" / ");
  return [
    `With ${counts} routes. ${noiseOf(sizes)}`,
    speeds(sizes, more),
    ...(times === "" ? [] : [`Our configuration is written in ${times} ms.`]),
    splitTable(splits),
    changeTable(changes),
  ].join("\n\n");
}

export function clusterTables({ speed, splits, changes }) {
  return [noiseOf([speed]), speeds([speed], [memory]), splitTable(splits), changeTable(changes)].join("\n\n");
}
