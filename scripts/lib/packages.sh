# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# To be sourced.

# install_packages NAME...: makes sure that these Debian packages are installed.
#
# Asks nothing at the keyboard. Without the right to install it prints the command an administrator must run and ends
# the script; without apt it says what is needed and goes on, since the same things may be there under other names.
install_packages() {
    local name
    local missing=()
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        printf 'This system has no apt. Please see to it that these are here (Debian names): %s\n' "$*" >&2
        return 0
    fi
    for name in "$@"; do
        dpkg-query --show --showformat='${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed ||
            missing+=("$name")
    done
    [[ ${#missing[@]} -eq 0 ]] || install_missing_packages "${missing[@]}"
}

install_missing_packages() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300)
    if [[ $(id -u) -ne 0 ]]; then
        if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
            printf 'System packages are missing. An administrator must run:\n' >&2
            printf '    apt-get update && apt-get install -y --no-install-recommends %s\n' "$*" >&2
            exit 1
        fi
        apt=(sudo -n "${apt[@]}")
    fi
    printf 'Installing system packages: %s\n' "$*" >&2
    "${apt[@]}" -q update </dev/null >&2 ||
        printf 'The package lists could not be refreshed; trying with those at hand.\n' >&2
    "${apt[@]}" -q install --no-install-recommends "$@" </dev/null >&2
}

# unpack_program PACKAGE PATH FOLDER: puts one program of a Debian package into a folder, without installing the package.
#
# Where that does not work, what needs the program does without it.
unpack_program() {
    local package=$1 path=$2 folder=$3 unpacked
    [[ ! -x $folder/${path##*/} ]] || return 0
    unpacked=$(mktemp -d)
    printf 'Unpacking %s of the package %s\n' "${path##*/}" "$package" >&2
    if (cd "$unpacked" && apt-get -q download "$package" && dpkg-deb --extract ./*.deb .) </dev/null >&2; then
        cp "$unpacked/$path" "$folder/"
    fi
    rm -rf "$unpacked"
}
