# shellcheck shell=bash
# What the other scripts share: saying things, stopping with a reason, stamps that make a
# repeated step quick, and Debian packages. Sourced by build.sh, never run by itself.

# With the minutes and seconds since the start.
say() { printf '==> %d:%02d %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"; }

die() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# version_at_least 1.96.0 1.96  → true where the first is the second or newer.
version_at_least() {
  [[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" == "$2" ]]
}

# One checksum over all arguments (file names); files that are missing count as empty.
checksum() { cat -- "$@" 2>/dev/null | sha256sum | cut -d ' ' -f 1; }

# fresh FILE KEY: has the step that wrote FILE already been done for exactly this KEY?
fresh() { [[ -f $1 && "$(<"$1")" == "$2" ]]; }

stamp() {
  mkdir -p "$(dirname "$1")"
  printf '%s' "$2" >"$1"
}

has_debian_package() {
  [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

# Sets `missing` to those of the packages that are not installed.
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

# Installs those of the Debian packages that are missing; asks the network nothing when none is.
# Returns non-zero where that is impossible, so that the caller can say what to do instead.
install_packages() {
  local missing
  find_missing_packages "$@"
  ((${#missing[@]} == 0)) && return 0
  can_install_packages || return 1
  say "Installing Debian packages: ${missing[*]}"
  # Once in a run, however many are installed one after the other.
  "$packages_are_known" || as_root apt-get update -qq || return 1
  packages_are_known=true
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends "${missing[@]}" || return 1
}
