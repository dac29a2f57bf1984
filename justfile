# Everything that `check` runs is also run by plain cargo commands; just only shortens them.

# List the recipes
default:
    @just --list

# Format, lints, tests: what must pass before a change goes in
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo test --workspace

# All tests of engine and app
test:
    cargo test --workspace

# The pages in a browser; needs node and Chromium
test-web:
    cargo build -p demarche-cli
    npm --prefix tests/web ci
    npm --prefix tests/web test

# Make the graph library that pages load on demand again, from what its package.json names
explore:
    npm --prefix app/src/serve/explore ci
    npm --prefix app/src/serve/explore run build

# A picture of every screen, light and dark, for docs/screens; more articles can be named
screens *ARTICLES:
    cargo build -p demarche-cli
    npm --prefix tests/web ci
    node tests/web/screenshots.mjs docs/screens examples/iran-deal tests/web/articles {{ARTICLES}}

# What every screen of a project costs a browser: first byte, scripts, layout, bytes; fails above 200 ms, 50 ms, 300 kB
weigh PROJECT DYAD="USA,IRN" ACTOR="TUR":
    cargo build --release -p demarche-cli
    npm --prefix tests/web ci
    DEMARCHE=target/release/demarche node tests/web/weigh.mjs {{PROJECT}} {{DYAD}} {{ACTOR}}

# Rewrite what the tests expect of pages and rows; read the diff
bless:
    BLESS=1 cargo test -p demarche --test all

# Code the hand-coded articles beside the checkout and print the scores
score:
    score/score_all.py

# How well and fast pages are read, beside other extractors; the pages lie beside the checkout
bench-read *ARGS:
    cargo run --release -p demarche-bench --features others --bin bench-read -- ../shared/data {{ARGS}}

# Words, sentences and articles per processor second, allocations, memory; `just bench --growth` also how costs grow
bench *ARGS:
    cargo build --release -p demarche-cli -p demarche-bench
    target/release/bench-code ../shared --program target/release/demarche {{ARGS}}

# Add articles while the process is killed again and again; ARTICLES is a file of JSON lines
kills ARTICLES:
    cargo build --release -p demarche-cli
    tools/kill_while_adding.py target/release/demarche {{ARTICLES}} --kills 200 --articles 700

# Fuzz readers, tables and the coder, each for some minutes; needs nightly Rust and cargo-fuzz. Fails on what breaks them
fuzz MINUTES="5":
    cargo build --release -p demarche-cli
    fuzz/seeds.py target/release/demarche
    cargo +nightly fuzz build -s none
    fuzz/run.py fuzz/target/x86_64-unknown-linux-gnu/release --minutes {{MINUTES}}

# Measure forecasts on the folder of ICEWS14; fails where they are worse than they must be
forecast DATA:
    cargo build --release -p demarche-cli
    tools/forecast_floor.py target/release/demarche {{DATA}}

# How long a forecast of one pair takes in projects and tables of up to 100,000 events; fails above 0.3 s
forecast-speed:
    cargo build --release -p demarche-cli
    tools/forecast_speed.py target/release/demarche

# How long a project takes to answer, every command and page; fails above 0.3 s and 0.2 s
answers PROJECT:
    cargo build --release -p demarche-cli
    tools/answer_speed.py target/release/demarche {{PROJECT}}

# Read all exports of a project back with other programs' readers
exports PROJECT:
    cargo build --release -p demarche-cli
    tools/check_exports.py target/release/demarche {{PROJECT}}

# Build the wheel into target/python/wheels and test it, with Sail
test-python:
    python/test.sh

# The same records by Apache Spark on two executors, one of them killed; needs Java 17
test-spark:
    python/test.sh spark
