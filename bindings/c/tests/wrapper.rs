//! `include/cloudagent_disposition.hpp` can do whatever `include/cloudagent_disposition.h` can.

use std::{collections::BTreeSet, fs, path::Path};

/// It is the C++ way of others: of `cad_classify_into`, which leaves no text out; a copy is made of a
/// value here, and what has this name is a bool.
const OTHERWISE: [&str; 3] = ["cad_classify", "cad_disposition_list_copy", "cad_flag_name"];

fn read(file: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(file).unwrap()
}

/// The name in a line such as `    CAD_API_GET_V2 = 1,`, which is one of an enum's.
fn value(line: &str) -> Option<&str> {
    let (name, number) = line.trim_start().split_once(" = ")?;
    let is_number = number.strip_suffix(',')?.parse::<u32>().is_ok();
    (name.starts_with("CAD_") && is_number).then_some(name)
}

#[test]
fn each_function_and_each_value_of_c_stands_in_the_wrapper() {
    let [symbols, header, wrapper] = [
        "symbols.txt",
        "../../include/cloudagent_disposition.h",
        "../../include/cloudagent_disposition.hpp",
    ]
    .map(read);
    let is_of_a_word = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    let words: BTreeSet<&str> = wrapper.split(|letter| !is_of_a_word(letter)).collect();
    let functions: Vec<_> = symbols
        .lines()
        .filter(|name| !OTHERWISE.contains(name))
        .collect();
    let values: Vec<_> = header.lines().filter_map(value).collect();
    assert!(
        functions.len() > 60 && values.len() > 60,
        "{} {}",
        functions.len(),
        values.len()
    );
    let missing: Vec<_> = functions
        .iter()
        .chain(&values)
        .filter(|word| !words.contains(*word))
        .collect();
    assert!(missing.is_empty(), "the wrapper lacks {missing:?}");
}
