# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# Ports, and what is behind them. Uses bash's own /dev/tcp, so that no client has to be installed.

listening() { # host port
  (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null
}

not_listening() { ! listening "$@"; }

# A free port, once chosen kept: clients reconnect to a restarted server, and URLs stay valid.
# Chosen below 32768, where Linux takes the ports of outgoing connections from.
port_for() { # name [fact]
  local fact=${2:-port} port
  port=$(recall "$1" "$fact")
  # Ours is down whenever this is called: whoever listens is a last child of it, or has taken the port.
  if [ -z "$port" ] || ! within 5 not_listening 127.0.0.1 "$port"; then
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    while listening 127.0.0.1 "$port"; do port=$((port + 1)); done
    remember "$1" "$fact" "$port"
  fi
  echo "$port"
}

# First line that a server answers to $3 (nothing: its greeting).
first_line() { # host port [question]
  (
    exec 3<>"/dev/tcp/$1/$2" || exit 1
    [ -z "${3:-}" ] || printf '%s\r\n' "$3" >&3
    IFS= read -r -t 3 line <&3 && printf '%s\n' "$line"
  ) 2>/dev/null
}

# The host and port of a URL that may hold a user, a password and a path.
authority_of() {
  local rest=${1#*://}
  case "$rest" in *@*) rest=${rest##*@} ;; esac
  echo "${rest%%[/?]*}"
}
host_of_url() { local a; a=$(authority_of "$1"); echo "${a%:*}"; }
port_of_url() {
  local a
  a=$(authority_of "$1")
  case "$a" in
    *:*) echo "${a##*:}" ;;
    *) case "$1" in postgres*) echo 5432 ;; redis*) echo 6379 ;; amqp*) echo 5672 ;; *) echo 4222 ;; esac ;;
  esac
}
