# shellcheck shell=bash
# Finds, or installs, everything the build needs: a Rust compiler that can build its own standard
# library, node with the npm packages, the wasm tools, and browsers with their drivers. Sourced by build.sh.
#
# A threaded wasm module needs a standard library compiled with atomics, hence `-Zbuild-std`, the
# library's sources, and a compiler that accepts unstable options. There are two ways to get one:
# a pinned nightly through rustup, or Debian's own `rustc-web` with RUSTC_BOOTSTRAP=1.
# There is deliberately no rust-toolchain.toml: it would make every cargo of a machine with rustup ask for that
# nightly, even where only Debian's compiler is available.

# The only place that names the nightly: from the last days of 1.96, so that both ways have the same language.
readonly NIGHTLY=nightly-2026-04-05
readonly RUST_MINIMUM=1.96
readonly NODE_MINIMUM=20.19.0
readonly GECKODRIVER_VERSION=0.37.1
readonly TOOLS=$ROOT/.tools
readonly DEBIAN_RUST=(rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web lld-19)

# --- Rust ----------------------------------------------------------------------------------------

nightly_is_complete() {
  have rustup || return 1
  rustup toolchain list 2>/dev/null | grep -q "^$NIGHTLY" || return 1
  local installed
  installed=$(rustup component list --installed --toolchain "$NIGHTLY" 2>/dev/null) || return 1
  local component
  for component in rust-src clippy rustfmt; do
    grep -q "^$component" <<<"$installed" || return 1
  done
}

install_nightly() {
  have rustup || return 1
  say "Installing the Rust toolchain $NIGHTLY with rustup"
  # Without the target's ready-made standard library, which is of no use, as the build makes its own. The time limit
  # is for a network that swallows packets: the other way is tried then.
  RUST_BACKTRACE=0 timeout 900 rustup toolchain install "$NIGHTLY" --profile minimal --no-self-update \
    --component rust-src --component clippy --component rustfmt || return 1
  nightly_is_complete
}

debian_rust_is_complete() {
  have dpkg-query || return 1
  local missing
  find_missing_packages "${DEBIAN_RUST[@]}"
  ((${#missing[@]} == 0))
}

use_nightly() {
  RUST_KIND=rustup
  export RUSTUP_TOOLCHAIN=$NIGHTLY
  # A linked or Debian cargo may come first on PATH, but this build needs the proxies of rustup.
  PATH=$(dirname "$(command -v rustup)"):$PATH
}

use_debian_rust() {
  RUST_KIND=debian
  # Puts only these programs first on PATH, not the whole of /usr/bin, which would also hide a newer node. Cargo's
  # subcommands then find Debian's compiler as well.
  local bin=$TOOLS/debian-rust program
  mkdir -p "$bin"
  for program in rustc rustdoc cargo cargo-clippy clippy-driver cargo-fmt rustfmt; do
    [[ -x /usr/bin/$program ]] || die "Debian's Rust packages are installed, but /usr/bin/$program is not there."
    ln -sfn "/usr/bin/$program" "$bin/$program"
  done
  PATH=$bin:$PATH
  unset RUSTUP_TOOLCHAIN
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(command -v wasm-ld-19) ||
    die 'the linker wasm-ld-19 of the Debian package lld-19 is not on PATH.'
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER
}

# Uses what is already installed before downloading anything. BRIGADE_TOOLCHAIN=rustup or =debian allows only that
# way.
set_up_rust() {
  # The caller's own flags and folders would replace those of this build.
  local name
  for name in RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_RUSTFLAGS CARGO_BUILD_TARGET CARGO_TARGET_DIR \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS RUSTC RUSTDOC RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER; do
    if [[ -n ${!name:-} ]]; then
      say "Ignoring $name of the environment."
    fi
    unset "$name"
  done

  local wanted=${BRIGADE_TOOLCHAIN:-any}
  case $wanted in any | rustup | debian) ;; *) die "BRIGADE_TOOLCHAIN is '$wanted'; it can be rustup or debian." ;; esac
  if [[ $wanted != debian ]] && nightly_is_complete; then
    use_nightly
  elif [[ $wanted != rustup ]] && debian_rust_is_complete; then
    use_debian_rust
  elif [[ $wanted != debian ]] && install_nightly; then
    use_nightly
  elif [[ $wanted != rustup ]] && install_packages "${DEBIAN_RUST[@]}"; then
    use_debian_rust
  else
    die "no suitable Rust compiler. Install rustup (https://rustup.rs) and run this again, or use a Debian
machine where the packages ${DEBIAN_RUST[*]} can be installed."
  fi

  # Both ways get newer compilers over time, so the version is looked up.
  local version
  version=$(rustc --version | cut -d ' ' -f 2)
  version_at_least "${version%%-*}" "$RUST_MINIMUM" ||
    die "rustc $version is too old: this build needs $RUST_MINIMUM or newer."
  RUST_SOURCES=$(rustc --print sysroot)/lib/rustlib/src/rust
  [[ -e $RUST_SOURCES/library/std ]] || die "rustc $version has no sources of its standard library in $RUST_SOURCES."
  say "Rust $version ($RUST_KIND)"
}

# --- node and npm --------------------------------------------------------------------------------

set_up_node() {
  # Debian 12 packages node 18, which Vite does not run on, so there is nothing to install here.
  { have node && have npm; } ||
    die "node and npm are needed (node $NODE_MINIMUM or newer); get them from https://nodejs.org."
  local version
  version=$(node --version)
  version_at_least "${version#v}" "$NODE_MINIMUM" ||
    die "node $version is too old: this build needs $NODE_MINIMUM or newer (Debian 12 packages 18); see https://nodejs.org."

  local key
  key="$(checksum package-lock.json) node-${version%%.*}"
  if ! fresh node_modules/.brigade-stamp "$key"; then
    say 'Installing the npm packages of package-lock.json'
    # Not `npm ci`: where a registry cannot deliver the binaries of other systems, npm leaves these
    # out of the lock file that it writes, and `npm ci` then refuses that very file
    # (https://github.com/npm/cli/issues/9846). This keeps to the locked versions and their
    # checksums too, and changes neither file.
    npm install --no-save --no-progress --loglevel=error
    stamp node_modules/.brigade-stamp "$key"
  fi
}

# --- wasm tools ----------------------------------------------------------------------------------

# cargo_tool PROGRAM VERSION [argument…]: installs a program from crates under .tools, once. It is built without
# optimisation, in a third of the time: none of the programs computes for more than a second.
cargo_tool() {
  local program=$1 package=$1 version=$2
  shift 2
  [[ $program == wasm-bindgen ]] && package=wasm-bindgen-cli
  # Some programs print further lines.
  if [[ "$("$TOOLS/bin/$program" --version 2>/dev/null | head -n 1)" != "$program $version" ]]; then
    say "Installing $package $version under .tools (a few minutes, once)"
    CARGO_PROFILE_DEV_DEBUG=0 CARGO_TARGET_DIR=$TOOLS/target cargo install "$package" --version "$version" \
      --root "$TOOLS" --debug --force --quiet "$@"
    rm -rf "$TOOLS/target"
  fi
}

set_up_wasm_bindgen() {
  # The program must have the same version as the crate, which Cargo.toml pins exactly.
  local version
  version=$(sed -n 's/^wasm-bindgen = "=\([0-9.]*\)"$/\1/p' Cargo.toml)
  [[ -n $version ]] || die 'Cargo.toml does not pin wasm-bindgen exactly (wasm-bindgen = "=x.y.z").'
  # The runner of the tests in browsers comes with it. Without --locked: its lock file may name crates that are no
  # longer available. Without its default features, which bring TLS to download drivers: the drivers are installed
  # already.
  cargo_tool wasm-bindgen "$version" --no-default-features
  PATH=$TOOLS/bin:$PATH
}

# --- browsers ------------------------------------------------------------------------------------

# needs_program NAME: stops if the program that the variable NAME names cannot be run.
needs_program() {
  [[ -x ${!1} ]] || die "$1 names ${!1}, which cannot be run."
}

# Sets BRIGADE_CHROMIUM and BRIGADE_CHROMEDRIVER, unless the caller has set them.
set_up_chromium() {
  if [[ -z ${BRIGADE_CHROMIUM:-} ]]; then
    have chromium || install_packages chromium chromium-driver fonts-dejavu-core ||
      die 'Chromium is needed for this; install it, or name one in BRIGADE_CHROMIUM (and its chromedriver in BRIGADE_CHROMEDRIVER).'
    BRIGADE_CHROMIUM=$(command -v chromium)
  fi
  if [[ -z ${BRIGADE_CHROMEDRIVER:-} ]]; then
    have chromedriver || install_packages chromium-driver ||
      die 'chromedriver is needed for this; install it, or name one in BRIGADE_CHROMEDRIVER.'
    BRIGADE_CHROMEDRIVER=$(command -v chromedriver)
  fi
  needs_program BRIGADE_CHROMIUM
  needs_program BRIGADE_CHROMEDRIVER
  export BRIGADE_CHROMIUM BRIGADE_CHROMEDRIVER
  say "$("$BRIGADE_CHROMIUM" --version 2>/dev/null | head -n 1)"
}

# Sets BRIGADE_FIREFOX and BRIGADE_GECKODRIVER, unless the caller has set them.
set_up_firefox() {
  if [[ -z ${BRIGADE_FIREFOX:-} ]]; then
    have firefox-esr || have firefox || install_packages firefox-esr ||
      die 'Firefox is needed for the tests; install it, or name one in BRIGADE_FIREFOX.'
    BRIGADE_FIREFOX=$(command -v firefox-esr || command -v firefox)
  fi
  if [[ -z ${BRIGADE_GECKODRIVER:-} ]]; then
    # Debian has no package of geckodriver.
    cargo_tool geckodriver "$GECKODRIVER_VERSION" --locked
    BRIGADE_GECKODRIVER=$TOOLS/bin/geckodriver
  fi
  needs_program BRIGADE_FIREFOX
  needs_program BRIGADE_GECKODRIVER
  export BRIGADE_FIREFOX BRIGADE_GECKODRIVER
  say "$("$BRIGADE_FIREFOX" --version 2>/dev/null | head -n 1)"
}

# Sets BRIGADE_WEBKITDRIVER and BRIGADE_MINIBROWSER, unless the caller has set them, and makes sure of a display for
# them.
set_up_webkit() {
  if [[ -z ${BRIGADE_WEBKITDRIVER:-} ]]; then
    have WebKitWebDriver || install_packages webkit2gtk-driver fonts-dejavu-core ||
      die 'WebKitGTK with its driver is needed for the tests; install WebKitWebDriver (in Debian webkit2gtk-driver), or name
one in BRIGADE_WEBKITDRIVER and its MiniBrowser in BRIGADE_MINIBROWSER.'
    BRIGADE_WEBKITDRIVER=$(command -v WebKitWebDriver)
  fi
  have Xvfb || install_packages xvfb ||
    die 'Xvfb is needed for the tests, as WebKitGTK runs on a display only; install it.'
  if [[ -z ${BRIGADE_MINIBROWSER:-} ]]; then
    local candidate
    for candidate in /usr/lib*/webkit2gtk-4.1/MiniBrowser /usr/lib*/*/webkit2gtk-4.1/MiniBrowser /usr/libexec/webkit2gtk-4.1/MiniBrowser; do
      [[ -x $candidate ]] && BRIGADE_MINIBROWSER=$candidate
    done
    [[ -n ${BRIGADE_MINIBROWSER:-} ]] ||
      die 'WebKitGTK is there, but not its MiniBrowser; name one in BRIGADE_MINIBROWSER.'
  fi
  needs_program BRIGADE_WEBKITDRIVER
  needs_program BRIGADE_MINIBROWSER
  export BRIGADE_WEBKITDRIVER BRIGADE_MINIBROWSER
  # It prints its version only where there is a display.
  say "WebKitGTK $(dpkg-query --show --showformat='${Version}' webkit2gtk-driver 2>/dev/null || echo "of $BRIGADE_MINIBROWSER")"
}
