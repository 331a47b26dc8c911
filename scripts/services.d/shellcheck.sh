# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# What 'make check' reads the scripts with is only made available.
# FOYER_TEST_SHELLCHECK is the path of the binary.

shellcheck_package() { echo shellcheck; }
shellcheck_example() { echo '/usr/bin/shellcheck, the path of the binary'; }
shellcheck_binary() { command -v shellcheck; }
shellcheck_answers() { [ -x "$(url_of shellcheck)" ]; }
