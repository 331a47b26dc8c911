# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# Chromium, in which the pages are tested, is only made available: the tests start it themselves.
# FOYER_TEST_CHROMIUM is the path of the binary; Chrome does as well.

chromium_package() { echo chromium; }
chromium_example() { echo '/usr/bin/chromium, the path of the binary'; }
chromium_binary() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name"; then return; fi
  done
  return 1
}
chromium_answers() { [ -x "$(url_of chromium)" ]; }
