#!/usr/bin/env bash
# The one entry point: ./build.sh serve [port] | build | test [all] | bench | check
# Every command does the set-up that it needs (see scripts/toolchain.sh), and is quick when repeated.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly ROOT
cd "$ROOT"

# shellcheck source=scripts/lib.sh
source scripts/lib.sh
# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh
# shellcheck source=scripts/wasm.sh
source scripts/wasm.sh
# shellcheck source=scripts/check.sh
source scripts/check.sh

usage() {
  cat <<'TEXT'
Usage: ./build.sh COMMAND
  serve [port]   builds the site and serves it at http://localhost:8080 (or the given port)
  build          builds the site into dist/
  test [all]     runs the checks and tests, in Chromium, Firefox and WebKit; all: every test in every browser, and
                 what is repeated for endurance at its full length
  bench          builds the site and measures it in headless Chromium
  bench truth    holds the speed-ups that the page shows against the truth, in Chromium and Firefox
  check          format, lints, types and documentation; warnings are errors

In the environment: BRIGADE_TOOLCHAIN=rustup|debian, and programs of your own: BRIGADE_CHROMIUM,
BRIGADE_CHROMEDRIVER, BRIGADE_FIREFOX, BRIGADE_GECKODRIVER, BRIGADE_WEBKITDRIVER, BRIGADE_MINIBROWSER.
TEXT
}

set_up_build() {
  set_up_rust
  set_up_node
  set_up_wasm_bindgen
}

serve() {
  local port=${1:-8080}
  if ! [[ $port =~ ^[0-9]{1,5}$ ]] || ((10#$port > 65535)); then
    die "'$port' is not a port."
  fi
  set_up_build
  build_site
  # exec: the server itself gets the signals of the caller.
  exec node scripts/serve.mjs --root dist --port "$port"
}

command=${1:-}
(($# > 0)) && shift
case $command in
  serve) serve "$@" ;;
  build)
    set_up_build
    build_site
    ;;
  check)
    set_up_build
    build_site
    run_checks
    finish
    ;;
  test)
    case ${1:-} in
      '') ;;
      all) export BRIGADE_TESTS=all ;;
      *) die "there is no 'test $1', only test and test all." ;;
    esac
    set_up_build
    set_up_chromium
    set_up_firefox
    set_up_webkit
    build_site
    run_checks
    run_tests
    finish
    ;;
  bench)
    set_up_build
    set_up_chromium
    if [[ ${1:-} == truth ]]; then
      set_up_firefox
      build_site
      exec node bench/truth.mjs "${@:2}"
    fi
    build_site
    exec node bench/run.mjs "$@"
    ;;
  help | --help | -h) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
