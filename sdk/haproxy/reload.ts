import { createHash } from "node:crypto";
import { longestWait } from "./config.js";

/** Names the file in which all files of a configuration are told, itself left out. */
export const listFile = "files.sha256";

/**
 * What {@link listFile} holds, as `sha256sum` writes it. The files may come from several ConfigMaps, which do not change
 * all at once: whoever reads them again sees by it whether they are one configuration.
 */
export function listOf(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, text]) => `${createHash("sha256").update(text).digest("hex")}  ${name}\n`)
    .join("");
}

/** Seconds from the start of an agent until it may read a new configuration: by then it is ready, whatever was missing. */
export const settledAfter = longestWait;

/**
 * A shell script that runs HAProxy, and has it read its configuration and its certificates again when they change. Its
 * arguments are the folder of what is declared, a folder of its own, and {@link settledAfter}.
 *
 * Once a second it compares what is declared with what HAProxy was given last. What differs is copied, so that it stays as
 * it was checked; what is complete (see {@link listOf}) and passes `haproxy -c` takes the place of what was before, and
 * HAProxy is told (SIGUSR2). Whether it listened shows in a socket that it opens for this generation: a signal that comes
 * while HAProxy starts is lost, and is given again. What does not pass is tried again every ten seconds, and what was before
 * goes on being served, also after the container started again. SIGUSR1 and SIGTERM go to HAProxy, and the script ends with
 * it.
 *
 * It needs a POSIX shell and coreutils, which are all that the official image and a plain Debian have in common.
 */
export const reloadScript = String.raw`
declared=$1 run=$2 settled=$3
master= ending= current= refused= why= retry=0 generation=0 signalled=0

say() { echo "agent: $*" >&2; }
now() { date +%s; }

# Names what is in a folder. The folder of certificates is not a file, and there may be none.
content() { (cd "$1" && sha256sum -- * certificates/* 2>/dev/null) | sha256sum | cut -c 1-16; }

# True when a folder has just the files of one configuration. Those of an agent that does not reload are not listed.
complete() {
  [ ! -f "$1/files.sha256" ] ||
    [ "$(cd "$1" && sha256sum -- *.cfg *.list *.map 2>/dev/null | LC_ALL=C sort -k 2)" = "$(cat "$1/files.sha256")" ]
}

# Copies what is declared. Fails when it changed in the meantime.
copy() {
  rm -rf "$run/next" && mkdir -p "$run/next/certificates" || return
  cp -L "$declared"/* "$run/next" 2>/dev/null
  cp -L "$declared"/certificates/* "$run/next/certificates" 2>/dev/null
  [ "$(content "$run/next")" = "$1" ]
}

# Writes what this script adds to the configuration in a folder: who it is, and that who was ready stays so.
describe() {
  generation=$((generation + 1))
  printf 'global\n  setenv VAMP_CONFIG %s\n  stats socket %s mode 600 level user\n%s' \
    "$2" "$run/generation-$generation.sock" "$3" >"$1/agent.cfg"
}
ready='  set-var proc.ready bool(true)
'

# Makes a checked copy of what is declared the configuration; otherwise says in a variable why not.
take() {
  why='is being changed'
  copy "$1" || return
  why='is not complete yet'
  complete "$run/next" || return
  why='cannot be used'
  describe "$run/next" "$1" "$2"
  haproxy -c -f "$run/next" >/dev/null || return
  rm -rf "$run/config" && mv "$run/next" "$run/config"
}

tell() {
  rm -f "$run"/generation-*.sock
  kill -USR2 "$master"
  signalled=$(now)
}

end() {
  ending=$1
  [ -z "$master" ] || kill "-$1" "$master"
}
trap 'end USR1' USR1
trap 'end TERM' TERM INT

started=$(now)
current=$(content "$declared")
if ! take "$current" ''; then
  [ -d "$run/config" ] || { say "the configuration $why, and there is no other"; exit 1; }
  say "the configuration $why: the last good one is served"
  refused=$current current=
  describe "$run/config" last-good ''
fi
haproxy -W -db -f "$run/config" &
master=$!
[ -z "$ending" ] || kill "-$ending" "$master"

while kill -0 "$master" 2>/dev/null; do
  sleep 1 &
  wait $!
  if [ -n "$ending" ]; then
    wait "$master"
    status=$?
    kill -0 "$master" 2>/dev/null || exit "$status"
    continue
  fi
  time=$(now)
  [ $((time - started)) -ge "$settled" ] || continue
  wanted=$(content "$declared")
  if [ "$wanted" = "$current" ]; then
    [ "$signalled" -ne 0 ] || continue
    if [ -S "$run/generation-$generation.sock" ]; then
      say "serves $current"
      signalled=0
    elif [ $((time - signalled)) -ge 10 ]; then
      describe "$run/config" "$current" "$ready"
      tell
    fi
  elif [ "$wanted" != "$refused" ] || [ "$time" -ge "$retry" ]; then
    if take "$wanted" "$ready"; then
      current=$wanted refused=
      tell
    else
      say "what is declared $why: $current goes on being served"
      refused=$wanted retry=$((time + 10))
    fi
  fi
done
wait "$master"
`.trimStart();
