# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# RabbitMQ with everything of its own: node, ports, Erlang port mapper, cookie, data, configuration.

rabbitmq_package() { echo rabbitmq-server; }
rabbitmq_example() { echo 'amqp://guest:guest@127.0.0.1:5672'; }
rabbitmq_image() { echo "${FOYER_TEST_RABBITMQ_IMAGE:-rabbitmq:3}"; }

# The scripts behind Debian's wrapper, which would change the user and clean the environment.
rabbitmq_bin() {
  local folder
  for folder in /usr/lib/rabbitmq/bin /opt/homebrew/sbin /usr/local/sbin; do
    if [ -x "$folder/rabbitmq-server" ]; then
      echo "$folder"
      return
    fi
  done
  command -v rabbitmq-server >/dev/null 2>&1 && dirname "$(command -v rabbitmq-server)"
}
rabbitmq_binary() { rabbitmq_bin; }

rabbitmq_environment() {
  local home="$state/rabbitmq"
  export HOME="$home" # the cookie is there
  export ERL_EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1
  ERL_EPMD_PORT=$(recall rabbitmq epmd.port)
  export RABBITMQ_DIST_PORT RABBITMQ_NODE_PORT RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
  RABBITMQ_NODE_PORT=$(recall rabbitmq port)
  RABBITMQ_DIST_PORT=$(recall rabbitmq dist.port)
  # Named after the first port, not the present one: the data folder is the node's.
  export RABBITMQ_NODENAME
  RABBITMQ_NODENAME=$(recall rabbitmq node)
  export RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/logs"
  export RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config"
  export RABBITMQ_CONF_ENV_FILE="$home/rabbitmq-env.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$home/plugins"
  export RABBITMQ_GENERATED_CONFIG_DIR="$home/generated" RABBITMQ_SCHEMA_DIR="$home/schema"
  export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
  # Its name misleads: without it a shell stays between us and the broker, and a kill -9 would hit the shell.
  export RUNNING_UNDER_SYSTEMD=true
}

rabbitmq_start() {
  local home="$state/rabbitmq" port
  port=$(port_for rabbitmq)
  port_for rabbitmq dist.port >/dev/null
  [ -n "$(recall rabbitmq node)" ] || remember rabbitmq node "foyer$port@localhost"
  remember rabbitmq url "amqp://guest:guest@127.0.0.1:$port"
  mkdir -p "$home/logs" "$home/mnesia"
  printf '[].\n' >"$home/plugins"
  cat >"$home/rabbitmq.conf" <<CONF
log.console = true
log.file = false
vm_memory_high_watermark.relative = 0.4
disk_free_limit.absolute = 50MB
CONF
  (
    if ! pid_of rabbitmq epmd >/dev/null; then
      ERL_EPMD_PORT=$(port_for rabbitmq epmd.port) ERL_EPMD_ADDRESS=127.0.0.1 launch rabbitmq epmd epmd
      within 10 listening 127.0.0.1 "$(recall rabbitmq epmd.port)"
    fi
    rabbitmq_environment
    launch rabbitmq pid "$(rabbitmq_bin)/rabbitmq-server"
  )
}

rabbitmq_docker() { docker_run rabbitmq 5672 -- && remember rabbitmq url "amqp://guest:guest@127.0.0.1:$(recall rabbitmq port)"; }

rabbitmq_stop() {
  stop_process rabbitmq TERM 20
  # Nobody else knows this port mapper's port.
  stop_process rabbitmq TERM 5 epmd
}

# await_startup costs a second of Erlang, so the port is asked first.
rabbitmq_answers() {
  listening 127.0.0.1 "$(recall rabbitmq port)" && quietly rabbitmq_ctl -q --timeout 60 await_startup
}

rabbitmq_ctl() {
  if [ "$(recall rabbitmq source)" = docker ]; then
    docker exec "$(container_of rabbitmq)" rabbitmqctl "$@"
  else
    (rabbitmq_environment && exec "$(rabbitmq_bin)/rabbitmqctl" "$@")
  fi
}

rabbitmq_results() {
  case "$(recall rabbitmq source)" in
    local | docker)
      printf 'FOYER_TEST_RABBITMQCTL=%s\n' "$state/rabbitmq/ctl"
      printf 'FOYER_TEST_RABBITMQ_RESTART=%s\n' "$state/rabbitmq/restart"
      ;;
  esac
}
