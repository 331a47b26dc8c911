# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# wrk, the load generator of the benchmarks, is only made available.
# FOYER_TEST_WRK is the path of the binary.

wrk_package() { echo wrk; }
wrk_example() { echo '/usr/bin/wrk, the path of the binary'; }
wrk_binary() { command -v wrk; }
wrk_answers() { [ -x "$(url_of wrk)" ]; }
