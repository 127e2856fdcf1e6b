#!/usr/bin/env bash
# Writes what the engine's libraries offer into their PublicAPI.Unshipped.txt: eng/update-public-api.sh
# A release moves those lines to PublicAPI.Shipped.txt. Read the difference before committing it: it is what strangers compile against.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/Tern.MailEngine*/; do
  [ -f "$project/PublicAPI.Shipped.txt" ] || echo '#nullable enable' > "$project/PublicAPI.Shipped.txt"
  echo '#nullable enable' > "$project/PublicAPI.Unshipped.txt"
  dotnet format analyzers "$project" --diagnostics RS0016 --severity warn --no-restore --verbosity quiet
  LC_ALL=C sort -u -o "$project/PublicAPI.Unshipped.txt" "$project/PublicAPI.Unshipped.txt"
done
