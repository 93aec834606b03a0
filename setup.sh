#!/bin/sh
# Build the environment: setup.sh PYTHON VENV [LOCK]. Every file is checked against the hashes in LOCK (requirements.txt).
# uv does it in seconds; where uv cannot be had, plain pip takes a minute or two. Repeat it at any time.
set -eu
python=$1 venv=$2 lock=${3:-requirements.txt}
stamp=$venv/.waybill-ready # stands only in a finished environment; the Makefile compares its age
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV CONDA_PREFIX || true
export PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
[ -w "${HOME:-/}" ] || export UV_NO_CACHE=1 # a user without a home has no place for uv's cache

say() { echo "setup: $*" >&2; }
is_3_11() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1; }

if [ "$python" = python3.11 ] && ! is_3_11 python3.11; then # the default: other names may carry the same version
  for other in python3 python; do
    if is_3_11 "$other"; then python=$other && break; fi
  done
fi
is_3_11 "$python" || {
  say "Waybill needs Python 3.11, and '$python' is: $("$python" -V 2>&1 || true)"
  say "Name one that is there:  make PYTHON=/path/to/python3.11 ..."
  exit 2
}

# An environment without its stamp was interrupted half-way: what lies in it cannot be trusted, so start afresh.
if [ -e "$stamp" ] && is_3_11 "$venv/bin/python"; then
  rm -f "$stamp"
else
  say "building $venv (once)"
  "$python" -m venv --clear "$venv" || {
    say "'$python -m venv' failed; on Debian and Ubuntu the package python3.11-venv brings it"
    exit 2
  }
fi
py=$venv/bin/python

with_uv() {
  "$py" -m uv --version >/dev/null 2>&1 ||
    "$py" -m pip install -qq --retries 1 --require-hashes -r requirements-uv.txt 2>/dev/null || return 1
  "$py" -m uv --system-certs pip sync -q --python "$py" --require-hashes "$lock" requirements-uv.txt
}
with_pip() {
  say "uv could not be used; plain pip takes a minute or two"
  "$py" -m pip --version >/dev/null 2>&1 || "$py" -m ensurepip >/dev/null
  "$py" -m pip install -qq --require-hashes --no-deps -r "$lock"
}
{ [ "${WAYBILL_SETUP:-uv}" != pip ] && with_uv; } || with_pip || {
  say "packages could not be fetched (the reason stands above); setting up needs the network once, building never"
  exit 2
}

# The project itself joins by a relative path: the folder may move, and its name may hold any letter in any locale.
echo '../../../..' >"$venv/lib/python3.11/site-packages/waybill.pth"
cat >"$venv/bin/waybill" <<'EOF'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m waybill.cli "$@"
EOF
chmod +x "$venv/bin/waybill"
"$py" -c "from waybill.page.render import main; main()" # the chart library, taken once out of its wheel
touch "$stamp"
