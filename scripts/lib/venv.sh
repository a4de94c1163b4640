# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# To be sourced.

# prepare_venv FOLDER REQUIREMENTS: a Python environment with the packages of a requirements file.
#
# Does nothing when it was made from the same file before.
prepare_venv() {
    local folder=$1 requirements=$2
    if cmp -s "$requirements" "$folder/requirements.txt"; then
        return 0
    fi
    printf 'Making the Python environment %s\n' "${folder##*/}" >&2
    python3 -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --no-input --disable-pip-version-check -r "$requirements" </dev/null
    cp "$requirements" "$folder/requirements.txt"
}
