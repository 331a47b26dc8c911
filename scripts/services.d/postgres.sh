# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# PostgreSQL as durable as in production: the tests kill it and count what is left.

postgres_package() { echo postgresql; }
postgres_example() { echo 'postgres://user:password@127.0.0.1:5432/postgres, allowed to create databases'; }
postgres_image() { echo "${FOYER_TEST_POSTGRES_IMAGE:-postgres:15}"; }

# Buffers as an operator would give it: 128 MB, the server's own default, are fewer than a benchmark's tables.
postgres_settings='-c fsync=on -c synchronous_commit=on -c max_connections=300 -c shared_buffers=512MB'

# The folder of initdb, postgres, psql and pgbench. Debian keeps it off the PATH, one per version.
postgres_bin() {
  local folder found=''
  for folder in /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
    if [ -x "$folder/postgres" ]; then found=$folder; fi
  done
  if [ -z "$found" ] && command -v postgres >/dev/null 2>&1; then
    found=$(dirname "$(command -v postgres)")
  fi
  [ -n "$found" ] && echo "$found"
}
postgres_binary() { postgres_bin; }

# PostgreSQL refuses to run as root. Then, first way that works: as the system's postgres user when it
# can reach the folder (a checkout below /root is closed to it); in a user namespace, where root is
# nobody and still owns its files; as the postgres user with the data below /var/tmp.
postgres_identity() {
  [ "$(id -u)" = 0 ] || return 0
  local home=$1 as_postgres=''
  if id postgres >/dev/null 2>&1 && command -v setpriv >/dev/null 2>&1; then
    as_postgres="setpriv --reuid=postgres --regid=$(id -g postgres) --init-groups"
  fi
  # shellcheck disable=SC2086
  if [ -n "$as_postgres" ] && quietly $as_postgres test -x "$home"; then
    echo "$as_postgres"
  elif quietly unshare -U true; then
    echo 'unshare -U'
  elif [ -n "$as_postgres" ]; then
    echo "$as_postgres"
  else
    die "PostgreSQL does not run as root, and there is neither a postgres user nor a user namespace"
  fi
}

postgres_password() {
  if [ -z "$(recall postgres password)" ]; then
    remember postgres password "$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')"
  fi
  recall postgres password
}

# Decides once per data folder who runs it and where it is; prints nothing, sets identity and data.
postgres_place() {
  local home="$state/postgres/home"
  chmod 755 "$state/postgres"
  mkdir -p "$home"
  identity=$(postgres_identity "$home")
  case "$identity" in
    setpriv*)
      # shellcheck disable=SC2086
      if ! quietly $identity test -x "$home"; then
        home=/var/tmp/foyer-postgres-$(printf '%s' "$state" | cksum | cut -d ' ' -f 1)
        mkdir -p "$home"
      fi
      chown postgres "$home"
      ;;
    unshare*) chown -R root "$home" ;;
  esac
  chmod 700 "$home"
  data=$home/data
  remember postgres data "$data"
}

postgres_init() { # identity data bin
  local secret locale
  case "$(cat "$2/PG_VERSION" 2>/dev/null)" in
    '') ;;
    "$("$3/postgres" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')") [ ! -e "$2.initialising" ] && return ;;
    *) say "postgres: the data folder is another version's; starting an empty one" ;;
  esac
  rm -rf "$2"
  : >"$2.initialising" # an initdb that was cut off must not pass for a database
  secret=$2.secret
  (umask 077 && postgres_password >"$secret")
  case "$1" in setpriv*) chown postgres "$secret" ;; esac
  locale=C.UTF-8
  locale -a 2>/dev/null | grep -qix 'c\.utf-\{0,1\}8' || locale=C
  # shellcheck disable=SC2086
  (cd / && $1 "$3/initdb" -D "$2" -U foyer -A scram-sha-256 --pwfile="$secret" -E UTF8 \
    --locale="$locale" --no-instructions) >>"$state/postgres/log" 2>&1 || {
    tail -n 5 "$state/postgres/log" >&2
    die "initdb failed: $state/postgres/log"
  }
  rm -f "$secret" "$2.initialising"
}

postgres_start() {
  local bin port identity data
  bin=$(postgres_bin)
  postgres_place
  postgres_init "$identity" "$data" "$bin"
  port=$(port_for postgres)
  remember postgres url "postgres://foyer:$(postgres_password)@127.0.0.1:$port/postgres"
  # No socket file at all: its path may be 107 characters long, and a checkout's is often longer.
  # A crashed server's children may still hold its shared memory for a moment: then it is tried again.
  local try
  for try in 1 2 3 4 5; do
    # shellcheck disable=SC2086
    launch postgres pid $identity "$bin/postgres" -D "$data" -p "$port" \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories= $postgres_settings
    if within 60 postgres_decided && postgres_opened; then return; fi
    sleep "0.$try"
  done
}

postgres_opened() { listening 127.0.0.1 "$(recall postgres port)"; }

# It has either given up or opened its port; on a busy machine that takes seconds.
postgres_decided() { postgres_opened || ! pid_of postgres >/dev/null; }

postgres_docker() {
  # shellcheck disable=SC2086
  docker_run postgres 5432 -e POSTGRES_USER=foyer -e "POSTGRES_PASSWORD=$(postgres_password)" \
    -e POSTGRES_DB=postgres -- $postgres_settings
  remember postgres url "postgres://foyer:$(postgres_password)@127.0.0.1:$(recall postgres port)/postgres"
}

postgres_stop() { stop_process postgres INT 20; }

# Data that had to go below /var/tmp is out of reach of 'make clean', so it does not outlive 'down'.
postgres_sweep() {
  case "$(recall postgres data)" in
    /var/tmp/foyer-postgres-*/data) rm -rf "$(dirname "$(recall postgres data)")" ;;
  esac
}

# A server that recovers from a crash accepts connections before it takes queries.
postgres_answers() {
  local port
  if [ "$(recall postgres source)" = docker ]; then
    docker_in postgres pg_isready -q -h 127.0.0.1 -U foyer &&
      docker_in postgres psql -U foyer -d postgres -qAtc 'select 1'
    return
  fi
  port=$(recall postgres port)
  quietly "$(postgres_bin)/pg_isready" -q -h 127.0.0.1 -p "$port" -U foyer -d postgres &&
    PGPASSWORD=$(postgres_password) PGCONNECT_TIMEOUT=3 quietly "$(postgres_bin)/psql" -X -h 127.0.0.1 -p "$port" \
      -U foyer -d postgres -Atc 'select 1'
}

postgres_results() {
  local bin
  [ -n "$(recall postgres source)" ] || return 0
  if bin=$(postgres_bin); then printf 'FOYER_TEST_POSTGRES_BIN=%s\n' "$bin"; fi
}
