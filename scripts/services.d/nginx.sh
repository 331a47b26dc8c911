# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# nginx is only made available: whoever tests behind it writes its configuration and starts it.
# FOYER_TEST_NGINX is the path of the binary.

nginx_package() { echo nginx-light; }
nginx_example() { echo '/usr/sbin/nginx, the path of the binary'; }
nginx_binary() { PATH=$PATH:/usr/sbin:/usr/local/sbin command -v nginx; }
nginx_answers() { [ -x "$(url_of nginx)" ]; }
