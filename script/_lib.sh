# Shared by the scripts beside it: finds or installs what the project needs, and says so.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
VAR=${YINGZHI_VAR:-$ROOT/var}
VENV=${YINGZHI_VENV:-$ROOT/.venv}

say() { printf '==> %s\n' "$*"; }
fail() { printf '\nCannot go on: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "need root rights to run: $*. Run it yourself as root, or install sudo."; fi
}

# apt_install PACKAGE…: installs those that dpkg does not know as installed.
apt_install() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  command -v apt-get >/dev/null || fail "these system packages are missing and there is no apt-get to install them: ${missing[*]}"
  say "Installing system packages: ${missing[*]}"
  as_root apt-get update -qq || fail "apt-get update failed; is the package mirror reachable?"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
    || fail "apt-get could not install: ${missing[*]}"
}

find_python() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      command -v "$candidate"; return
    fi
  done
  fail "Python 3.11 or newer is missing. On Debian or Ubuntu: apt-get install python3"
}

# python_packages LOCKFILE: the packages of the lock file into .venv, once per version of the file.
python_packages() {
  local lock=$1 python stamp
  python=$(find_python)
  if [ ! -x "$VENV/bin/python" ] || ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
      apt_install "python3-venv"
      python=$(find_python)
    fi
    say "Making a Python environment in .venv ($("$python" --version))"
    "$python" -m venv --clear "$VENV" || fail "python -m venv failed; is the package python3-venv installed?"
  fi
  stamp="$VENV/.installed-$(basename "$lock")"
  if ! cmp -s "$lock" "$stamp"; then
    say "Installing Python packages from $(basename "$lock") (a few minutes the first time)"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" \
      || fail "pip could not install the packages of $(basename "$lock"); is the package index reachable?"
    cp "$lock" "$stamp"
  fi
  export PATH="$VENV/bin:$PATH"
}

# keys: secrets of this installation, made once, readable by the owner only. Keys that the
# environment already holds win, and are what is written down when there is no file yet.
keys() {
  mkdir -p "$VAR"
  if [ ! -s "$VAR/keys.env" ]; then
    say "Writing the keys of this installation to $VAR/keys.env (back this file up: sealed identity numbers cannot be read without it)"
    (umask 077; python -c '
import os, secrets
secret = os.environ.get("YINGZHI_SECRET_KEY") or secrets.token_urlsafe(50)
identity = os.environ.get("YINGZHI_ID_KEY") or secrets.token_hex(32)
print(f"YINGZHI_SECRET_KEY={secret}\nYINGZHI_ID_KEY={identity}")' > "$VAR/keys.env.new")
    mv "$VAR/keys.env.new" "$VAR/keys.env"
  fi
  local name value
  while IFS='=' read -r name value; do
    if [ -n "$name" ] && [ -z "${!name:-}" ]; then export "$name=$value"; fi
  done < "$VAR/keys.env"
  export YINGZHI_VAR="$VAR"
}

RUN_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk fonts-lxgw-wenkai fonts-arphic-ukai gettext)
# libatomic1: the browser driver's own runtime needs it and does not bring it.
TEST_PACKAGES=(chromium libatomic1 postgresql)

# translations: compiles the catalogues when a .po is newer than its .mo.
translations() {
  local po
  for po in locale/*/LC_MESSAGES/*.po; do
    [ "${po%.po}.mo" -nt "$po" ] || msgfmt --check -o "${po%.po}.mo" "$po" || fail "the catalogue $po does not compile"
  done
}
