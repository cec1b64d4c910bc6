//! What documents mention is there. That their tables and examples are what the code says is for
//! `cargo gen --check` to tell.

mod mentions;
#[path = "../support/tree.rs"]
mod tree;

#[test]
fn what_documents_mention_is_there() {
    let makefile = tree::read("Makefile").unwrap();
    let targets = mentions::make_targets(&makefile);
    let files = tree::files();
    let mut documents = 0;
    let mut missing = Vec::new();
    for path in files.iter().filter(|path| path.ends_with(".md")) {
        let text = tree::read(path).unwrap_or_else(|| panic!("{path}: not UTF-8"));
        missing.extend(mentions::missing(path, &text, &files, &targets));
        documents += 1;
    }
    assert!(documents > 10, "only {documents} documents were found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
