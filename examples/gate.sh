#!/usr/bin/env bash
# A gate from its first day: it fails, its debts are written down, and from then on only what is new fails.
# Works on a copy of examples/gate in a temporary folder. Exits with 0 when every step ended as it should.
set -euo pipefail
toy="$(cd "$(dirname "$0")" && pwd)/gate"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp -R "$toy/." "$work"
cd "$work"
git init --quiet

# run EXPECTED COMMAND...: prints a command, its output and its exit code, and ends the script unless that is EXPECTED.
run() {
  local expected=$1 code=0
  shift
  printf '$ %s\n' "$*"
  if [ "$1" = auditor ]; then
    shift
    ${AUDITOR:-auditor} "$@" 2>&1 || code=$?
    printf '(exit code %s)\n\n' "$code"
  else
    "$@"
    printf '\n'
  fi
  if [ "$code" != "$expected" ]; then
    echo "expected exit code $expected" >&2
    exit 1
  fi
}

known=.auditor-baseline.jsonl
run 1 auditor gate articles
run 0 auditor baseline create articles
run 0 auditor gate articles --baseline "$known"
run 0 cp incoming/sailings.txt articles/
run 1 auditor gate articles --baseline "$known"
