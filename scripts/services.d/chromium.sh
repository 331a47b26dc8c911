# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# Chromium, in which the pages are tested, is only made available: the tests start it themselves.
# FOYER_TEST_CHROMIUM is the path of the binary; Chrome does as well.

# The headless shell takes about half the CPU time of the whole browser, so it is preferred.

chromium_package() { echo chromium-headless-shell; }
chromium_example() { echo '/usr/bin/chromium-headless-shell, the path of the binary'; }
chromium_binary() {
  local name
  for name in chromium-headless-shell chrome-headless-shell; do
    if command -v "$name"; then return; fi
  done
  # A developer's browser will do; in CI the small one is worth its installation.
  if [ "${CI:-}" = true ] && can_install && apt-cache show "$(chromium_package)" >/dev/null 2>&1; then return 1; fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name"; then return; fi
  done
  return 1
}
chromium_answers() { [ -x "$(url_of chromium)" ]; }
