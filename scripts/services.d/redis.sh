# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# Redis without persistence: what it holds is rebuilt by its users, and the tests want to see that.

redis_package() { echo redis-server; }
redis_example() { echo 'redis://127.0.0.1:6379'; }
redis_binary() { command -v redis-server; }
redis_image() { echo "${FOYER_TEST_REDIS_IMAGE:-redis:7}"; }

redis_start() {
  local port
  port=$(port_for redis)
  remember redis url "redis://127.0.0.1:$port"
  launch redis pid "$(redis_binary)" --port "$port" --bind 127.0.0.1 --save '' --appendonly no \
    --daemonize no --dir "$state/redis"
}

redis_docker() { docker_run redis 6379 -- --save '' --appendonly no && remember redis url "redis://127.0.0.1:$(recall redis port)"; }
redis_stop() { stop_process redis TERM 10; }
redis_answers() {
  case "$(first_line 127.0.0.1 "$(recall redis port)" PING)" in +PONG*) ;; *) return 1 ;; esac
}
