# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# What 'up' leaves behind for shells and for the Java tests: the same keys in both files.

results() {
  local name upper
  for name in $servers $tools; do
    [ -n "$(recall "$name" source)" ] || continue
    upper=$(variable_of "$name")
    printf '%s=%s\n' "$upper" "$(url_of "$name")"
    ! is_tool "$name" || continue
    case "$(recall "$name" source)" in
      local | docker)
        printf '%s_CTL=%s\n' "$upper" "$state/$name/$(control_file "$name")"
        ;;
    esac
  done
  postgres_results
  rabbitmq_results
}

# RabbitMQ's own tool is called rabbitmqctl, so its 'ctl' is that one.
control_file() { if [ "$1" = rabbitmq ]; then echo server; else echo ctl; fi; }

write_results() {
  local name line
  umask 077 # passwords
  for name in $servers; do
    case "$(recall "$name" source)" in
      local | docker) wrapper "$name" "$(control_file "$name")" ctl "$name" ;;
    esac
  done
  if [ -n "$(recall rabbitmq source)" ] && [ "$(recall rabbitmq source)" != environment ]; then
    wrapper rabbitmq ctl rabbitmqctl
    wrapper rabbitmq restart ctl rabbitmq restart
  fi
  results >"$state/services.properties"
  while IFS= read -r line; do
    printf "export %s='%s'\n" "${line%%=*}" "$(printf '%s' "${line#*=}" | sed "s/'/'\\\\''/g")"
  done <"$state/services.properties" >"$state/env"
}

# A script of one command, so that a test can call it without knowing this repository's layout.
wrapper() { # name file command...
  local file="$state/$1/$2"
  shift 2
  {
    printf '#!/usr/bin/env bash\n# Written by scripts/services.\n'
    printf 'FOYER_SERVICES_DIR=%q exec %q' "$state" "$root/scripts/services"
    printf ' %q' "$@"
    # shellcheck disable=SC2016
    printf ' "$@"\n'
  } >"$file"
  chmod 755 "$file"
}
