# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# libfaketime, which sets a node's clock wrong when it is preloaded, is only made available.
# FOYER_TEST_FAKETIME is the path of the library.

faketime_package() { echo libfaketime; }
faketime_example() { echo '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1, the path of the library'; }
faketime_binary() {
  local library
  for library in /usr/lib/*/faketime /usr/lib/faketime /usr/local/lib/faketime; do
    library=$library/libfaketimeMT.so.1 # of the two, the one for programs with threads
    if [ -r "$library" ]; then
      echo "$library"
      return
    fi
  done
  return 1
}
faketime_answers() { [ -r "$(url_of faketime)" ]; }
