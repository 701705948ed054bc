# shellcheck shell=bash
# The checks and the tests, and the count of what passed. Sourced by build.sh.
#
# Every step runs even if an earlier one failed, so that one run shows everything; its output goes to the terminal and
# to a log, from which the counts are read.

readonly LOGS=$ROOT/target/logs
passed=0
failed=0
failures=()
troubles=()

# count PASSED FAILED
count() {
  passed=$((passed + $1))
  failed=$((failed + $2))
}

# counts_of LOG: sets `log_passed` and `log_failed` from what cargo's test runners wrote.
counts_of() {
  read -r log_passed log_failed < <(
    sed 's/\x1b\[[0-9;]*m//g' "$1" |
      awk '/^test result:/ { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) p += $(i-1); if ($i ~ /^failed/) f += $(i-1) } }
        END { print p + 0, f + 0 }'
  )
}

# counts_of_vitest JSON: does the same for Vitest's report.
counts_of_vitest() {
  log_passed=0 log_failed=0
  [[ -s $1 ]] || return 0
  read -r log_passed log_failed < <(node scripts/report.mjs counts "$1")
}

# troubles_in LOG: prints what is worth reading of a log at the end: each test that failed, or passed only at its
# second attempt.
troubles_in() {
  if [[ $1 == *.json && -s $1 ]]; then
    node scripts/report.mjs troubles "$1"
  elif [[ -s $1 ]]; then
    sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -E '^(test .* FAILED|error(:|\[)|---- |thread .* panicked)' | head -n 20 || true
  fi
}

# step TITLE COMMAND…: runs a step that passes or fails as a whole.
step() {
  local title=$1
  shift
  say "$title"
  if "$@"; then
    count 1 0
  else
    count 0 1
    failures+=("$title")
  fi
}

# test_step TITLE COUNTER LOG COMMAND…: runs a step that counts its own tests.
test_step() {
  local title=$1 counter=$2 log=$3 status=0 log_passed log_failed
  shift 3
  say "$title"
  mkdir -p "$LOGS"
  if [[ $counter == counts_of ]]; then
    # pipefail: the status is the runner's, not that of tee.
    "$@" 2>&1 | tee "$log" || status=$?
  else
    "$@" || status=$?
  fi
  "$counter" "$log"
  # A runner fails without a failed test if the tests could not be built or if it ran none.
  if ((status != 0 && log_failed == 0)) || ((log_passed + log_failed == 0)); then
    log_failed=$((log_failed + 1))
  fi
  count "$log_passed" "$log_failed"
  if ((log_failed > 0)); then
    failures+=("$title")
  fi
  troubles+=("$title" "$log")
}

# --- checks --------------------------------------------------------------------------------------

# clippy_wasm VARIANT: checks the crate with the variant's features, but always with the flags of the threaded
# variant. Other flags would have the standard library checked once more, which takes half a minute, and only one
# short loop depends on them.
clippy_wasm() {
  local variant=$1 wasm_args
  wasm_arguments "$variant"
  wasm_run threads cargo clippy --quiet "${wasm_args[@]}" --lib -- -D warnings
}

# The wasm tests are linted with the features they run with.
clippy_wasm_tests() {
  local wasm_args
  wasm_arguments threads
  wasm_run threads cargo clippy --quiet "${wasm_args[@]}" --features no-bundler --tests -- -D warnings
}

biome_ci() {
  # The program writes colour codes even where no terminal shows them.
  local colours=()
  [[ -t 1 ]] || colours=(--colors=off)
  node_modules/.bin/biome ci "${colours[@]}" --error-on-warnings .
}

documentation() { RUSTDOCFLAGS='-D warnings' cargo doc --quiet --no-deps --document-private-items; }

# After build_site: tsc needs what it generates, the catalogue and the modules' types.
run_checks() {
  step 'Rust format' cargo fmt --check
  step 'Clippy, native' cargo clippy --quiet --all-targets -- -D warnings
  step 'Clippy, wasm with threads' clippy_wasm threads
  step 'Clippy, wasm without threads' clippy_wasm single
  step 'Clippy, wasm tests' clippy_wasm_tests
  step 'Rust documentation' documentation
  step 'Biome (format and lints)' biome_ci
  step 'TypeScript' node_modules/.bin/tsc --noEmit
  step 'The house: layers, names, sizes' node scripts/house.mjs
  if have shellcheck; then
    step 'Shell scripts' shellcheck --external-sources build.sh
  fi
}

# --- tests ---------------------------------------------------------------------------------------

# wasm_tests VARIABLE DRIVER: runs the tests in the browser of a driver; the runner looks for the driver in the
# variable.
wasm_tests() {
  local wasm_args
  # The feature no-bundler is only for these tests: the test server bundles nothing. Only the files in tests/ run: no
  # unit test needs a browser, and the examples in the documentation run natively.
  wasm_arguments threads
  # The runner would take any of the drivers that it finds in its environment.
  unset CHROMEDRIVER GECKODRIVER SAFARIDRIVER MSEDGEDRIVER
  export "$1=$2" WASM_BINDGEN_TEST_TIMEOUT=300 WASM_BINDGEN_TEST_ONLY_WEB=1
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
  wasm_run threads cargo test "${wasm_args[@]}" --features no-bundler --test '*'
}

# In subshells, so that the exports last only for these tests.
wasm_tests_chromium() { (wasm_tests CHROMEDRIVER "$BRIGADE_CHROMEDRIVER"); }

# geckodriver looks for a `firefox` on PATH; Debian's has another name.
wasm_tests_firefox() {
  local bin=$TOOLS/firefox
  mkdir -p "$bin"
  ln -sfn "$BRIGADE_FIREFOX" "$bin/firefox"
  (PATH=$bin:$PATH wasm_tests GECKODRIVER "$BRIGADE_GECKODRIVER")
}

# vitest CONFIGURATION REPORT
vitest_run() {
  # A runner that fails early writes no report, and an old one would be read instead.
  rm -f "$2"
  node_modules/.bin/vitest run --config "$1" --reporter=default --reporter=json --outputFile.json="$2"
}

run_tests() {
  test_step 'Native tests' counts_of "$LOGS/native.log" cargo test --quiet
  test_step 'Wasm tests in headless Chromium' counts_of "$LOGS/wasm.log" wasm_tests_chromium
  test_step 'Wasm tests in headless Firefox' counts_of "$LOGS/wasm-firefox.log" wasm_tests_firefox
  test_step 'Unit tests of the page' counts_of_vitest "$LOGS/unit.json" \
    vitest_run vitest.config.ts "$LOGS/unit.json"
  test_step 'Tests of the built site in Chromium' counts_of_vitest "$LOGS/e2e-chromium.json" site_tests chromium
  # One after the other: side by side they take hardly less, and each has twice the threads that it is to be tested with.
  test_step 'Tests of the built site in Firefox' counts_of_vitest "$LOGS/e2e-firefox.json" site_tests firefox
  test_step 'Tests of the built site in WebKit' counts_of_vitest "$LOGS/e2e-webkit.json" site_tests webkit
}

# site_tests BROWSER
site_tests() { BRIGADE_BROWSER=$1 vitest_run vitest.e2e.config.ts "$LOGS/e2e-$1.json"; }

# CI counts the closing line, which stands alone at the end. Before it, everything that went wrong is listed in one
# place: people read the end of a long output, and often only the end is kept.
finish() {
  local i text
  for ((i = 0; i < ${#troubles[@]}; i += 2)); do
    text=$(troubles_in "${troubles[i + 1]}")
    [[ -z $text ]] || printf '==> %s\n%s\n' "${troubles[i]}" "$text"
  done
  if ((${#failures[@]} > 0)); then
    say 'Failed:'
    printf '      %s\n' "${failures[@]}"
  fi
  printf '%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0))
}
