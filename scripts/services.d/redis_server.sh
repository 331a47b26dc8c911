# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# The program of Redis: some tests start servers and Sentinels of their own, also where redis is in a container.
# FOYER_TEST_REDIS_SERVER is the path of the binary.

redis_server_package() { redis_package; }
redis_server_example() { echo '/usr/bin/redis-server, the path of the binary'; }
redis_server_binary() { redis_binary; }
redis_server_answers() { [ -x "$(url_of redis_server)" ]; }
