#!/usr/bin/env bash
# A private, throw-away PostgreSQL on loopback for the tests: eng/postgres.sh start|stop
# start prints the connection string for TERN_TEST_POSTGRES. Durability is off; TERN_POSTGRES_OPTIONS (for example "-c fsync=on") has the last word.
set -euo pipefail
dir="${TERN_POSTGRES_DIR:-/tmp/tern-postgres-$(id -u)}"
port="${TERN_POSTGRES_PORT:-54329}"

find_bin() { ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1; }

# initdb refuses to run as root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

case "${1:-}" in
  start)
    if [ -z "$(find_bin)" ]; then
      { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends postgresql; } >&2
    fi
    bin="$(find_bin)"
    if ! as_owner "$bin/pg_ctl" -D "$dir/data" status > /dev/null 2>&1; then
      rm -rf "$dir"
      mkdir -p "$dir"
      [ "$(id -u)" != 0 ] || chown postgres "$dir"
      cd "$dir"
      as_owner "$bin/initdb" -D "$dir/data" -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8 > "$dir/initdb.log" 2>&1
      as_owner "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir -c fsync=off -c max_connections=200 ${TERN_POSTGRES_OPTIONS:-}" start > "$dir/start.log" 2>&1
    fi
    echo "Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
    ;;
  stop)
    bin="$(find_bin)"
    cd /
    as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate stop > /dev/null
    rm -rf "$dir"
    ;;
  *)
    echo "usage: eng/postgres.sh start|stop" >&2
    exit 2
    ;;
esac
