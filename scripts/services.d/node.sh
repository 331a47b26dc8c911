# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# Node 20 or newer with npm, for the pages' own tests and for clients of others, is only made available.
# FOYER_TEST_NODE is the path of the binary.

node_package() { echo nodejs npm; }
node_example() { echo '/usr/bin/node, the path of the binary, at least version 20 and with npm beside it'; }
node_binary() {
  local version
  command -v npm >/dev/null 2>&1 || return 1
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge 20 ] && command -v node
}
node_answers() { [ -x "$(url_of node)" ]; }
