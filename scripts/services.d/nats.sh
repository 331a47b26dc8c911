# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# NATS with JetStream on disk: streams are there again after a crash.

nats_package() { echo nats-server; }
nats_example() { echo 'nats://127.0.0.1:4222, JetStream on'; }
nats_binary() { PATH=$PATH:/usr/sbin command -v nats-server; }
nats_image() { echo "${FOYER_TEST_NATS_IMAGE:-nats:2.10}"; }

nats_start() {
  local port
  port=$(port_for nats)
  remember nats url "nats://127.0.0.1:$port"
  launch nats pid "$(nats_binary)" -a 127.0.0.1 -p "$port" -js -sd "$state/nats/data"
}

nats_docker() { docker_run nats 4222 -- -js -sd /data && remember nats url "nats://127.0.0.1:$(recall nats port)"; }
nats_stop() { stop_process nats TERM 10; }

# The greeting says whether JetStream has recovered its streams.
nats_answers() {
  case "$(first_line 127.0.0.1 "$(recall nats port)")" in INFO*'"jetstream":true'*) ;; *) return 1 ;; esac
}
