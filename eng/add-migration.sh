#!/usr/bin/env bash
# Adds a migration to both databases: eng/add-migration.sh NAME
set -euo pipefail
cd "$(dirname "$0")/.."
name="${1:?usage: eng/add-migration.sh NAME}"
dotnet tool restore > /dev/null
dotnet build src/Tern
for database in Sqlite PostgreSql; do
  dotnet ef migrations add "$name" --no-build --project src/Tern --context "${database}TernDbContext" \
    --output-dir "Data/$database/Migrations" --namespace "Tern.Data.$database.Migrations"
done
