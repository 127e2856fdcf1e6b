#!/usr/bin/env bash
# Builds Tern and runs its tests on both databases.
#
#   bash eng/test.sh                                   everything that has to pass with each change
#   bash eng/test.sh --long                            what takes long and has a shorter sister in there: the trait Run=Long
#   bash eng/test.sh Tern.Mail.Tests                   one project (or several), without the format check
#   bash eng/test.sh Tern.Tests -class '*IntakeTests'  what follows the projects goes to the test runner
#
# Installs what is missing of Debian's packages when it runs as root. TERN_CORPORA names a folder of public test mails; without
# it, and without ../shared/corpora, the tests that read them are skipped. Reports go to artifacts/test-results. The last line is
# always "N passed, N failed, N skipped"; the exit code is 0 only if something ran and nothing failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec < /dev/null

results="$PWD/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"

# Build servers would outlive this script, and hold its output open.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
if [ -z "${TERN_CORPORA:-}" ] && [ -d ../shared/corpora ]; then
  TERN_CORPORA="$(cd ../shared/corpora && pwd)"
  export TERN_CORPORA
fi

is_long() { grep -rqE --include='*.cs' '"Run", "Long"' "tests/$1"; }

projects=()
long=false
if [ "${1:-}" = --long ]; then
  long=true
  shift
fi
while [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; do
  projects+=("$1")
  shift
done
runner_arguments=("$@")
counted=()
everything=false
if $long; then
  runner_arguments+=(-trait 'Run=Long')
  if [ ${#projects[@]} = 0 ]; then
    for project in tests/*Tests; do
      if is_long "${project#tests/}"; then projects+=("${project#tests/}"); fi
    done
  fi
elif [ ${#projects[@]} = 0 ]; then
  everything=true
  runner_arguments+=(-trait- 'Run=Long')
  # Browser tests come last: they are the slowest, and say least about where a fault is.
  mapfile -t projects < <(find tests -mindepth 2 -maxdepth 2 -name '*Tests.csproj' -printf '%f\n' | sed 's/\.csproj$//' |
    sort | sed '/^Tern.\(Browser\|Reliability.\)Tests$/d; 1i Tern.Reliability.Tests'; [ ! -d tests/Tern.BrowserTests ] || echo Tern.BrowserTests)
fi
for project in "${projects[@]}"; do
  [ -f "tests/$project/$project.csproj" ] || { echo "There is no test project tests/$project." >&2; exit 2; }
done

child=''
beside=''
postgres=''
finish() {
  trap - EXIT INT TERM
  [ -z "$child" ] || kill "$child" 2> /dev/null || true
  [ -z "$beside" ] || kill $(ps -o pid= --ppid "$beside") 2> /dev/null || true
  [ -z "$postgres" ] || bash eng/postgres.sh stop > /dev/null 2>&1 || true
}
trap finish EXIT
trap 'finish; exit 130' INT
trap 'finish; exit 143' TERM

# run LOG COMMAND…: the output goes to a file, so that nothing the command leaves behind can hold ours open.
run() {
  local log="$1" code=0
  shift
  "$@" > "$log" 2>&1 &
  child=$!
  wait "$child" || code=$?
  child=''
  return "$code"
}

# stage NAME COMMAND…: runs it, notes its seconds, and ends everything when it fails.
stage() {
  local name="$1" log="$results/$1.log" started=$SECONDS
  shift
  echo "== $name"
  if ! run "$log" "$@"; then
    tail -n 60 "$log"
    echo "$name failed; the whole output is in ${log#"$PWD"/}."
    note "$name (failed)" "$started"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
  fi
  note "$name" "$started"
}

note() { printf '%s\t%s\n' "$((SECONDS - $2))" "$1" >> "$results/stages.tsv"; }

uses() { # WORD: does a test project that is about to run mention it?
  local project
  for project in "${projects[@]}"; do
    if grep -rqi --include='*.cs' "$1" "tests/$project"; then return 0; fi
  done
  return 1
}

install_missing() {
  local missing=() tool
  command -v dotnet > /dev/null || { echo "The .NET SDK of global.json is missing."; return 1; }
  command -v npm > /dev/null || { echo "Node.js 20 or later with npm is missing."; return 1; }
  if uses TERN_TEST_POSTGRES && ! ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1; then missing+=(postgresql); fi
  if uses nginx && ! PATH="$PATH:/usr/sbin" command -v nginx > /dev/null; then missing+=(nginx-light); fi
  if uses openssl; then
    for tool in curl jq openssl; do command -v $tool > /dev/null || missing+=($tool); done
  fi
  if uses chromium && ! command -v chromium > /dev/null; then missing+=(chromium); fi
  if [ ${#missing[@]} -gt 0 ]; then
    echo "Missing Debian packages: ${missing[*]}"
    if [ "$(id -u)" != 0 ]; then
      echo "Install them as root: apt-get install --no-install-recommends ${missing[*]}"
      return 1
    fi
    local policy=/usr/sbin/policy-rc.d ours=false code=0
    # The tests start their own servers; the packages' would take the usual ports.
    if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' > "$policy"; chmod +x "$policy"; ours=true; fi
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}" || code=$?
    if $ours; then rm -f "$policy"; fi
    return "$code"
  fi
}

build() {
  if $everything; then
    dotnet build Tern.slnx -c Release --no-restore -v quiet
    return
  fi
  for project in "${projects[@]}"; do
    dotnet build "tests/$project" -c Release --no-restore -v quiet || return
  done
}

restore() {
  if $everything; then
    dotnet restore Tern.slnx --locked-mode
    return
  fi
  for project in "${projects[@]}"; do
    dotnet restore "tests/$project" --locked-mode || return
  done
}

# A wrong blank is a failure, but no reason to keep silent about the tests. Style and analyzers are the build's, where a warning is an error.
check_format() {
  local started=$SECONDS
  echo "== format"
  if ! run "$results/format.log" dotnet format whitespace Tern.slnx --verify-no-changes --no-restore; then
    grep -F ' error ' "$results/format.log" || tail -n 20 "$results/format.log"
    printf '{"passed":0,"failed":[{"name":"dotnet format whitespace Tern.slnx","message":"Run it; what it would change is in artifacts/test-results/format.log."}],"skipped":[]}' \
      > "$results/format.json.counted"
    counted+=(format)
  fi
  note format "$started"
}

start_postgres() {
  local port
  for port in $(shuf -i 20000-29999 -n 20); do
    if ! (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then break; fi
  done
  export TERN_POSTGRES_PORT="$port"
  TERN_POSTGRES_DIR="$(mktemp -d "${TMPDIR:-/tmp}/tern-postgres.XXXXXX")"
  chmod 755 "$TERN_POSTGRES_DIR"
  export TERN_POSTGRES_DIR
  postgres=started
  stage "start PostgreSQL" bash eng/postgres.sh start
  TERN_TEST_POSTGRES="$(tail -n 1 "$results/start PostgreSQL.log")"
  export TERN_TEST_POSTGRES
}

run_project() {
  local project="$1" started=$SECONDS code=0
  local program="artifacts/bin/$project/release/$project" report="$results/$project.json"
  run "$results/$project.log" timeout --kill-after=10 900 "$program" -noColor -ctrf "$report" "${runner_arguments[@]}" || code=$?
  node eng/test-report.mjs project "$project" "$report" "$code" "$((SECONDS - started))" || tail -n 20 "$results/$project.log"
  note "$project" "$started"
}

: > "$results/stages.tsv"
stage "install what is missing" install_missing
stage "restore" restore
if $everything; then
  check_format
fi
stage "build" build
if uses TERN_TEST_POSTGRES; then start_postgres; fi

echo "== tests"
for project in "${projects[@]}"; do
  # Its processes mostly wait for what was made to go wrong: it runs beside the others.
  if [ "$project" = Tern.Reliability.Tests ]; then
    run_project "$project" &
    beside=$!
  else
    run_project "$project"
  fi
done
[ -z "$beside" ] || wait "$beside"
beside=''
finish
echo
node eng/test-report.mjs summary "$results" "${counted[@]}" "${projects[@]}"
