# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# The same servers in containers, where a Docker engine is running. Ports are fixed at the first start,
# so that a restarted container is found where it was.

docker_answer=''
docker_works() {
  if [ -z "$docker_answer" ]; then
    docker_answer=no
    if command -v docker >/dev/null 2>&1 && quietly docker info; then docker_answer=yes; fi
  fi
  [ $docker_answer = yes ]
}

container_of() { echo "foyer-services-$(printf '%s' "$state" | cksum | cut -d ' ' -f 1)-$1"; }

# An engine that cannot get the image is no help: then the next source has its turn.
docker_pull() {
  local image
  image=$("${1}_image")
  quietly docker image inspect "$image" && return
  say "pulling $image"
  quietly docker pull -q "$image" || {
    say "Docker cannot pull $image"
    return 1
  }
}

docker_up() {
  local container
  container=$(container_of "$1")
  mkdir -p "$state/$1"
  if quietly docker container inspect "$container"; then
    quietly docker unpause "$container" || true
    quietly docker start "$container"
  else
    "${1}_docker"
  fi
}

# docker_run NAME PORT [OPTION...] -- [ARGUMENT...]
docker_run() {
  local name=$1 inside=$2 port options=()
  shift 2
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  port=$(port_for "$name")
  remember "$name" container "$(container_of "$name")"
  docker run -d --name "$(container_of "$name")" -p "127.0.0.1:$port:$inside" ${options[@]+"${options[@]}"} \
    "$("${name}_image")" "$@" >>"$state/$name/log" 2>&1 || die "docker run failed: $state/$name/log"
}

docker_in() {
  local container
  container=$(container_of "$1")
  shift
  quietly docker exec "$container" "$@"
}

docker_remove() {
  [ -n "$(recall "$1" container)" ] || return 0
  quietly docker rm -f -v "$(recall "$1" container)" || say "the container of $1 could not be removed"
  forget "$1" container
}

docker_ctl() {
  local container
  container=$(container_of "$1")
  case "$2" in
    kill) quietly docker kill "$container" ;;
    stop) quietly docker stop -t 20 "$container" ;;
    stop-immediate) quietly docker kill -s QUIT "$container" ;;
    start) start_again "$1" ;;
    restart)
      if [ "$1" = rabbitmq ]; then quietly docker kill "$container"; else quietly docker stop -t 20 "$container"; fi
      start_again "$1"
      ;;
    pause) quietly docker pause "$container" ;;
    resume) quietly docker unpause "$container" ;;
    *) die "unknown verb '$2' for $1" ;;
  esac
}
