# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# Processes that we start, and only those: remembered by pid and start time, since a pid is used again.

# One small file per remembered fact: target/services/NAME/FACT.
recall() { cat "$state/$1/$2" 2>/dev/null || true; }
remember() {
  mkdir -p "$state/$1"
  case "$2" in
    url | password) (umask 077 && printf '%s\n' "$3" >"$state/$1/$2") ;;
    *) printf '%s\n' "$3" >"$state/$1/$2" ;;
  esac
}
forget() { rm -f "$state/$1/$2"; }

# Prints when process $1 started; fails when it is gone or only waits to be reaped (in a container
# nobody may reap it).
started_at() {
  local fields
  if [ -r /proc/self/stat ]; then
    fields=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    fields=${fields##*) } # the program's name may hold blanks
    # shellcheck disable=SC2086
    set -- $fields
    [ "$1" != Z ] || return 1
    echo "${20}"
  else
    case "$(ps -o stat= -p "$1" 2>/dev/null)" in '' | Z*) return 1 ;; esac
    LC_ALL=C ps -o lstart= -p "$1"
  fi
}

# Prints the pid of service $1 (or its process $2, such as epmd) while it is alive.
pid_of() {
  local pid since
  read -r pid since 2>/dev/null <"$state/$1/${2:-pid}" || return 1
  [ "$(started_at "$pid")" = "$since" ] || return 1
  echo "$pid"
}

# launch NAME PIDFILE COMMAND...: starts a server that outlives this script, the terminal and the build.
# It inherits no descriptor: neither our lock, nor make's job server, nor a pipe whose reader waits for its end.
launch() {
  local name=$1 pidfile=$2 fd
  shift 2
  (
    for fd in /dev/fd/*; do
      fd=${fd##*/}
      if [ "$fd" -gt 2 ] && [ "$fd" != 255 ]; then eval "exec $fd>&-"; fi
    done
    cd /
    if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; fi
    trap '' HUP
    exec "$@"
  ) </dev/null >>"$state/$name/log" 2>&1 &
  remember "$name" "$pidfile" "$! $(started_at $!)"
}

# Process $1 and everything below it, one pid a line.
tree_of() {
  ps -A -o pid= -o ppid= | awk -v top="$1" '
    { parent[$1] = $2 }
    function below(p, n) { for (n = 0; p in parent && n < 64; n++) { if (p == top) return 1; p = parent[p] } return 0 }
    END { for (p in parent) if (below(p)) print p }'
}

signal_tree() { # name signal
  local pid
  pid=$(pid_of "$1") || die "$1 is not running"
  # shellcheck disable=SC2046
  kill -s "$2" $(tree_of "$pid") 2>/dev/null || true
}

# Waits up to $1 seconds until the command given succeeds.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

gone() {
  local pid
  for pid in "$@"; do
    if started_at "$pid" >/dev/null; then return 1; fi
  done
}

# stop_process NAME SIGNAL SECONDS [PIDFILE]: asks the process to end, and ends it when it does not.
stop_process() {
  local pid tree
  pid=$(pid_of "$1" "${4:-pid}") || return 0
  tree=$(tree_of "$pid")
  kill -s "$2" "$pid" 2>/dev/null || true
  # shellcheck disable=SC2086 # several pids; a paused process must wake up to see the signal
  kill -s CONT $tree 2>/dev/null || true
  # shellcheck disable=SC2086
  within "$3" gone $tree || kill -s KILL $tree 2>/dev/null || true
  # shellcheck disable=SC2086
  within 10 gone $tree
}

# The crash: no process of the server gets a chance to write anything.
kill_now() {
  local pid tree
  pid=$(pid_of "$1") || return 0
  tree=$(tree_of "$pid")
  # shellcheck disable=SC2086
  kill -s KILL $tree 2>/dev/null || true
  # shellcheck disable=SC2086
  within 10 gone $tree
}
