//! Bytes as a file or a server may bring them in; each article found in them is coded.

#![no_main]

use demarche_fuzz::{RESOURCES, code, in_time, watch_panics};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: watch_panics(),
    |bytes: &[u8]| {
        for article in in_time(|| demarche_cli::door::opened(&RESOURCES, bytes)).0 {
            code(&RESOURCES, article);
        }
    }
);
