#!/usr/bin/env bash
# Switches off, one after the other, what each scenario of tests/Tern.Tests/Mailboxes/Scenarios is about, and shows that its tests fail then.
#
#   bash eng/scenarios-off.sh          all of them; some 30 seconds each
#   bash eng/scenarios-off.sh 05 18    these only
#
# An edit is a file eng/scenarios-off/NN.sed (or NNb.sed, for a second behaviour of the same scenario): its first line says what is switched off, a line
# "# in FILE" names where, and each line after it is one expression of sed -E, which must change something. The edits are made in a copy of what is committed,
# under /tmp; the checkout stays as it is. Only SQLite is used. Ends with 1 if a scenario still passes, or an edit does not apply any more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec < /dev/null

edits="$PWD/eng/scenarios-off"
copy="$(mktemp -d "${TMPDIR:-/tmp}/tern-scenarios-off.XXXXXX")"
output="$copy.log"
failed=0
finish() {
  trap - EXIT INT TERM
  git worktree remove --force "$copy" > /dev/null 2>&1 || rm -rf "$copy"
  rm -f "$output"
}
trap finish EXIT
trap 'finish; exit 130' INT
trap 'finish; exit 143' TERM

# Build servers would outlive this script.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1
unset TERN_TEST_POSTGRES

build() { # An edit may leave something unused, which is no error here.
  (cd "$copy" && dotnet build tests/Tern.Tests -v quiet -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false) > "$output" 2>&1
}

run() { # PATTERN…: 0 when tests ran and all of them passed, 124 when they did not end
  local code=0 arguments=() pattern
  for pattern in "$@"; do arguments+=(-method "*OnSqlite.$pattern"); done
  timeout --kill-after=5 300 "$copy/artifacts/bin/Tern.Tests/debug/Tern.Tests" -noColor "${arguments[@]}" > "$output" 2>&1 || code=$?
  if [ $code = 0 ] && ! grep -Eq 'Total: [1-9]' "$output"; then
    echo "No test ran for $*." >&2
    exit 2
  fi
  return $code
}

apply() { # FILE OF EDITS
  local line target=''
  while IFS= read -r line; do
    case "$line" in
      '# in '*) target="$copy/${line#\# in }" ;;
      '#'* | '') ;;
      *)
        cp "$target" "$output" || return
        sed -E -i "$line" "$target" || return
        if cmp -s "$target" "$output"; then return 1; fi
        ;;
    esac
  done < "$1"
}

chosen=()
for file in "$edits"/*.sed; do
  name="$(basename "$file" .sed)"
  if [ $# = 0 ] || printf '%s\n' "$@" | grep -qxE "$name|${name%[a-z]}"; then chosen+=("$name"); fi
done
[ ${#chosen[@]} -gt 0 ] || { echo "There is no such scenario in ${edits#"$PWD"/}." >&2; exit 2; }

git worktree add --quiet --detach "$copy" HEAD
[ ! -d src/Tern/node_modules ] || cp -a src/Tern/node_modules "$copy/src/Tern/"
build || { tail -n 30 "$output"; echo "What is committed does not build."; exit 1; }
run "Scenario_*" || { grep -F '[FAIL]' "$output"; echo "The scenarios fail before anything is switched off."; exit 1; }

for name in "${chosen[@]}"; do
  says="$(head -n 1 "$edits/$name.sed")"
  if ! apply "$edits/$name.sed"; then
    result="its edit does not apply any more"
    failed=1
  elif ! build; then
    result="its edit does not build: $(grep -m 1 -F 'error' "$output" | sed -E 's/ \[.*//')"
    failed=1
  else
    code=0
    run "Scenario_${name%[a-z]}_*" || code=$?
    case $code in
      0) result="STILL PASSES" failed=1 ;;
      124 | 137) result="its tests did not end" failed=1 ;;
      *) result="failed as it should" ;;
    esac
  fi
  printf '%s switched off: %s  (%s)\n' "$name" "$result" "${says#\# }"
  git -C "$copy" checkout --quiet -- .
done
exit $failed
