#!/bin/sh
# Build the environment: setup.sh PYTHON VENV. Every file is checked against the hashes in requirements.txt.
set -eu
python=$1 venv=$2
command -v "$python" >/dev/null 2>&1 || python=python3
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || {
  echo "waybill needs Python 3.11; '$python' is $("$python" -V 2>&1). Name one: make PYTHON=/path/to/python3.11" >&2
  exit 2
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
bin=$venv/bin
"$bin/uv" --version >/dev/null 2>&1 ||
  "$bin/pip" install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt 2>/dev/null || true
if "$bin/uv" --version >/dev/null 2>&1 && VIRTUAL_ENV=$venv "$bin/uv" pip sync -q --require-hashes requirements.txt requirements-uv.txt; then
  :
else
  echo "uv could not be used; plain pip takes about 90 seconds" >&2
  "$bin/pip" install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
fi
"$bin/python" -m pip --version >/dev/null 2>&1 || "$bin/python" -m ensurepip -q
"$bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
