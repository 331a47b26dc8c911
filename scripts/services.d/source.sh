# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# Where each server comes from: the environment, Docker, binaries that are installed, Debian packages.

policy=/usr/sbin/policy-rc.d

variable_of() { echo "FOYER_TEST_$(echo "$1" | tr '[:lower:]' '[:upper:]')"; }
from_environment() {
  local variable
  variable=$(variable_of "$1")
  echo "${!variable:-}"
}

url_of() { recall "$1" url; }

can_install() { [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null 2>&1; }

# Decides for every service named, and installs what is missing in one go.
choose_sources() {
  local name missing='' packages=''
  for name in "$@"; do
    if ! choose_source "$name"; then
      missing="$missing $name"
      packages="$packages $("${name}_package")"
    fi
  done
  [ -n "$missing" ] || return 0
  if can_install; then
    # shellcheck disable=SC2086
    install_packages $packages
    for name in $missing; do
      "${name}_binary" >/dev/null || die "no $name, though its Debian package is installed; wanted: $("${name}_example")"
      remember "$name" source local
    done
    return
  fi
  for name in $missing; do
    say "no $name: start one and set $(variable_of "$name") ($("${name}_example")), or start Docker, or install it"
  done
  exit 1
}

choose_source() {
  local url source
  source=$(recall "$1" source)
  url=$(from_environment "$1")
  # Our own result, loaded into the shell, is not a server that somebody else runs.
  if [ -n "$url" ] && { [ "$url" != "$(url_of "$1")" ] || [ "$source" = environment ]; }; then
    if is_tool "$1" || listening "$(host_of_url "$url")" "$(port_of_url "$url")"; then
      remember "$1" source environment
      remember "$1" url "$url"
      return 0
    fi
    say "nothing listens where $(variable_of "$1") says ($(authority_of "$url")); starting one instead"
  fi
  case "$source" in
    docker) if docker_works; then return 0; fi ;;
    local) if "${1}_binary" >/dev/null; then return 0; fi ;;
  esac
  if ! is_tool "$1" && docker_works && docker_pull "$1"; then
    remember "$1" source docker
  elif "${1}_binary" >/dev/null; then
    remember "$1" source local
  else
    forget "$1" source
    return 1
  fi
}

bring_up() {
  case "$(recall "$1" source)" in
    docker) docker_up "$1" ;;
    local)
      if is_tool "$1"; then
        remember "$1" url "$("${1}_binary")"
      elif pid_of "$1" >/dev/null; then
        signal_tree "$1" CONT # a test that was cut off may have left it paused
      else
        mkdir -p "$state/$1"
        "${1}_start"
      fi
      ;;
  esac
}

# True readiness is asked in the server's own protocol.
answers() {
  case "$(recall "$1" source)" in
    environment) is_tool "$1" || listening "$(host_of_url "$(url_of "$1")")" "$(port_of_url "$(url_of "$1")")" ;;
    *) "${1}_answers" ;;
  esac
}

died() { [ "$(recall "$1" source)" = local ] && ! is_tool "$1" && ! pid_of "$1" >/dev/null; }

await_ready() {
  local end=$((SECONDS + 90))
  until answers "$1"; do
    if [ $SECONDS -ge $end ] || died "$1"; then
      say "$1 does not answer; the end of $state/$1/log:"
      tail -n 20 "$state/$1/log" >&2 2>/dev/null || true
      exit 1
    fi
    sleep 0.1
  done
}

install_packages() {
  say "installing the Debian packages:$(printf ' %s' "$@")"
  deny_autostart
  trap allow_autostart EXIT
  if ! quietly apt_install "$@"; then
    # A fresh machine has no package lists, an old one has stale ones.
    quietly apt-get update || true
    apt_install "$@" >&2 || die "installing the Debian packages failed:$(printf ' %s' "$@")"
  fi
  allow_autostart
  trap - EXIT
  stay_off_after_reboot "$@"
}

quietly() { "$@" >/dev/null 2>&1; }

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

# Debian starts a server as soon as it is installed, on its default port, unless policy-rc.d forbids it.
deny_autostart() {
  if [ -e "$policy" ]; then
    # Images usually forbid it already; any other policy is put aside and comes back.
    local answer=0
    quietly "$policy" redis-server start || answer=$?
    if [ $answer -eq 101 ]; then return; fi
    mv "$policy" "$policy.foyer"
  fi
  printf '#!/bin/sh\n# foyer scripts/services: no server starts while packages are installed\nexit 101\n' >"$policy"
  chmod 755 "$policy"
}

allow_autostart() {
  if grep -q 'foyer scripts/services' "$policy" 2>/dev/null; then rm -f "$policy"; fi
  if [ -e "$policy.foyer" ]; then mv "$policy.foyer" "$policy"; fi
}

stay_off_after_reboot() {
  local package
  [ -d /run/systemd/system ] || return 0
  for package in "$@"; do quietly systemctl disable "$package" || true; done
}
