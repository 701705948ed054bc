# shellcheck shell=bash
# What the other scripts share: messages, stopping with a reason, stamps that make a repeated step quick, and Debian
# packages. Sourced by build.sh, never run by itself.

# Prints a message with the minutes and seconds since the start.
say() { printf '==> %d:%02d %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"; }

die() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# version_at_least 1.96.0 1.96  → true if the first is the second or newer.
version_at_least() {
  [[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" == "$2" ]]
}

# Prints one checksum over all arguments (file names); missing files count as empty.
checksum() { cat -- "$@" 2>/dev/null | sha256sum | cut -d ' ' -f 1; }

# fresh FILE KEY: checks whether the step that wrote FILE has already been done for exactly this KEY.
fresh() { [[ -f $1 && "$(<"$1")" == "$2" ]]; }

stamp() {
  mkdir -p "$(dirname "$1")"
  printf '%s' "$2" >"$1"
}

has_debian_package() {
  [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

# Sets `missing` to the packages that are not installed.
find_missing_packages() {
  missing=()
  local package
  for package in "$@"; do
    has_debian_package "$package" || missing+=("$package")
  done
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo "$@"
  fi
}

can_install_packages() { have apt-get && { ((EUID == 0)) || have sudo; }; }

packages_are_known=false

# Installs those Debian packages that are missing; does not use the network when none is. Returns non-zero where that
# is impossible, so that the caller can say what to do instead.
install_packages() {
  local missing
  find_missing_packages "$@"
  ((${#missing[@]} == 0)) && return 0
  can_install_packages || return 1
  say "Installing Debian packages: ${missing[*]}"
  # Once in each run, however many packages follow.
  "$packages_are_known" || as_root apt-get update -qq || return 1
  packages_are_known=true
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends "${missing[@]}" || return 1
}
