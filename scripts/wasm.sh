# shellcheck shell=bash
# Builds the crate to WebAssembly, in two variants, threads (shared memory, real threads) and single (the
# fallback), and each for every build that the catalog's families name: pkg/threads-<build>, pkg/single-<build>.
# Sourced by build.sh; needs set_up_rust, set_up_node and set_up_wasm_bindgen.

readonly WASM_TARGET=wasm32-unknown-unknown
# Maximum of the shared memory, in bytes: the whole range is reserved, and where that is refused, as on phones, the page
# asks for less. The largest run of most families (two pictures of 4096 × 4096 and the traces) needs less than a tenth
# of it; programs have as many states as there is room for.
readonly MAX_MEMORY=$((512 * 1024 * 1024)) MAX_MEMORY_PROGRAMS=$((1024 * 1024 * 1024))
# Shared memory needs a standard library that is built with atomics, so both variants build their own. Code that unwinds
# would be a sixth of each module: panics are told in another way (src/wasm/panics.rs).
readonly BUILD_STD=-Zbuild-std=std,panic_abort
# Makes the downloaded module smaller: no source positions in panics, no texts for `{:?}`, no backtraces. The tests
# are built without these flags, so that a failure there is reported in full.
readonly SMALL_FLAGS=(-Zlocation-detail=none -Zfmt-debug=none)
readonly SMALL_STD=-Zbuild-std-features=optimize_for_size

# wasm_memory FAMILIES: sets `memory` to the maximum of the shared memory of a build with these families.
wasm_memory() {
  memory=$MAX_MEMORY
  if [[ ,$1, == *,programs,* ]]; then
    memory=$MAX_MEMORY_PROGRAMS
  fi
}

# wasm_flags VARIANT: sets the array `flags` for rustc.
wasm_flags() {
  # Without these flags, paths of this machine would be in every panic message of the published module. The folders of
  # downloaded crates must exist, or else the flags of the next build would differ.
  local registry=${CARGO_HOME:-$HOME/.cargo}/registry/src folder
  [[ -d $registry ]] || cargo fetch --quiet
  flags=()
  for folder in "$registry"/*/; do
    flags+=("--remap-path-prefix=${folder%/}=/crates")
  done
  flags+=(
    "--remap-path-prefix=$ROOT=/brigade"
    "--remap-path-prefix=$RUST_SOURCES=/rust"
    -Cpanic=abort
  )
  case $1 in
    threads)
      # Recent compilers no longer add the linker flags of shared memory by themselves.
      flags+=(
        -Ctarget-feature=+atomics,+bulk-memory,+mutable-globals,+simd128
        -Clink-arg=--shared-memory -Clink-arg=--import-memory
        -Clink-arg=--export=__heap_base -Clink-arg=--export=__wasm_init_tls -Clink-arg=--export=__tls_size
        -Clink-arg=--export=__tls_align -Clink-arg=--export=__tls_base
      )
      ;;
    single) flags+=(-Ctarget-feature=+bulk-memory,+mutable-globals,+simd128) ;;
    *) die "there is no wasm variant '$1'." ;;
  esac
}

# Flags of all commands but the site's build, which has others.
more_flags=("-Clink-arg=--max-memory=$MAX_MEMORY")

# wasm_run VARIANT COMMAND…: runs a cargo command with the flags and folder of the variant, and those of the array
# `more_flags`.
wasm_run() {
  local variant=$1 flags
  shift
  wasm_flags "$variant"
  flags+=("${more_flags[@]}")
  # Flags are separated by the unit separator, so that paths may hold spaces. This variable has
  # precedence over every other source of flags. With a --target they do not touch build scripts.
  local encoded
  encoded=$(printf '%s\x1f' "${flags[@]}")
  # Each variant has its own folder: in a shared one, each build would throw out the other's.
  RUSTC_BOOTSTRAP=1 CARGO_ENCODED_RUSTFLAGS=${encoded%$'\x1f'} CARGO_TARGET_DIR=$ROOT/target/wasm-$variant "$@"
}

# The builds, as the catalog has them: on each line a name, and the families it holds, separated by commas.
builds() { node scripts/catalog.mjs builds; }

# wasm_arguments VARIANT [FAMILIES]: sets `wasm_args` to the arguments that every wasm cargo command takes, for some
# families, separated by commas, or for all.
# The site never gets the feature `no-bundler`: in a bundle, each worker would start the code of the whole page again,
# with its workers, without end.
wasm_arguments() {
  wasm_args=(--target "$WASM_TARGET" "$BUILD_STD")
  if [[ $1 == threads ]]; then
    wasm_args+=(--features threads)
  fi
  if (($# > 1)); then
    wasm_args+=(--no-default-features --features "$2")
  fi
}

# One checksum of all that a module is made from and with, except the flags.
sources() {
  {
    find src -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    sha256sum Cargo.toml Cargo.lock scripts/wasm.sh node_modules/binaryen/package.json
    rustc --version
    wasm-bindgen --version
  } | sha256sum
}

# build_wasm VARIANT BUILD FAMILIES
build_wasm() {
  local variant=$1 build=$2 families=$3 wasm_args out=pkg/$1-$2 flags key memory last=()
  wasm_memory "$families"
  local more_flags=("${SMALL_FLAGS[@]}")
  # Does not ask Cargo whether anything has changed: of a `cdylib` crate it keeps the build of one set of features
  # only, and would compile each build again after the others.
  wasm_flags "$variant"
  key="$(sources) $families $memory ${flags[*]}"
  if fresh "$out/.stamp" "$key" && [[ -s $out/brigade_bg.wasm && -s $out/brigade.js ]]; then
    return
  fi
  say "Compiling the core to WebAssembly ($variant, $build)"
  wasm_arguments "$variant" "$families"
  # The core is told how much memory it has. Only the last step is given the maximum: with another flag for all crates,
  # the standard library would be compiled once more.
  [[ $variant == threads ]] && last=("-Clink-arg=--max-memory=$memory")
  BRIGADE_MEMORY=$memory wasm_run "$variant" cargo rustc --quiet --release --lib --crate-type cdylib "${wasm_args[@]}" "$SMALL_STD" \
    -- "${last[@]}"
  say "Binding and optimising the module ($variant, $build)"
  rm -rf "$out"
  wasm-bindgen --target web --out-name brigade --out-dir "$out" "target/wasm-$variant/$WASM_TARGET/release/brigade.wasm"
  # The pool's worker imports its own package as '../../..', which a bundler resolves by this file.
  printf '{ "type": "module", "main": "brigade.js", "types": "brigade.d.ts" }\n' >"$out/package.json"

  local features=(simd bulk-memory bulk-memory-opt mutable-globals nontrapping-float-to-int sign-ext reference-types
    multivalue)
  if [[ $variant == threads ]]; then
    features+=(threads)
  fi
  node_modules/.bin/wasm-opt -O3 "${features[@]/#/--enable-}" "$out/brigade_bg.wasm" -o "$out/optimised.wasm"
  mv "$out/optimised.wasm" "$out/brigade_bg.wasm"
  stamp "$out/.stamp" "$key"
}

# Writes what the page is built with: the palettes, and the schema of all scenarios, which the core itself writes
# natively.
build_catalog() {
  say 'Writing the catalogue of scenarios'
  cargo run --quiet --example catalog | node scripts/catalog.mjs
  node scripts/palettes.mjs
}

# Makes every build in both variants. The variants run at the same time: each has its own folder, and half of the
# time is a linker's with one thread.
build_all_wasm() {
  local list folder kept
  list=$(builds)
  [[ -n $list ]] || die 'no family of the catalog names a build.'
  # The page takes every build that is there, so one that was renamed must go.
  kept=" $(cut -d ' ' -f 1 <<<"$list" | sed 's/.*/threads-& single-&/' | tr '\n' ' ')"
  for folder in pkg/*/; do
    [[ $kept == *" $(basename "$folder") "* ]] || rm -rf "$folder"
  done
  # Jobs in the background do not receive Ctrl-C.
  trap 'trap - INT TERM; kill 0' INT TERM
  build_variant threads "$list" &
  local threads=$!
  build_variant single "$list" &
  local single=$! status=0
  wait "$threads" || status=1
  wait "$single" || status=1
  trap - INT TERM
  ((status == 0)) || die 'the core could not be built.'
}

# build_variant VARIANT LIST: all builds of the list.
build_variant() {
  local build families
  while read -r build families <&3; do
    build_wasm "$1" "$build" "$families"
  done 3<<<"$2"
}

build_site() {
  build_catalog
  build_all_wasm
  say 'Bundling the page'
  node_modules/.bin/vite build --logLevel warn
  say "dist/ is ready: $(du -sk dist | cut -f 1) KB"
}
