//! The licences of what is linked into a library that ships.

use crate::{Result, library::TRIPLE, run::cargo};
use serde_json::Value;
use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
    fs,
    path::Path,
};

const TEXTS: &str = "license licence copying copyright notice unlicense";

/// What is linked into the library of this crate's folder, built with these features alone: names
/// and versions come from `cargo tree`, expressions from `cargo metadata`, texts from the crates'
/// own files.
pub(crate) fn licences(krate: &str, features: &str) -> Result<String> {
    let manifest = format!("{krate}/Cargo.toml");
    let chosen = ["--features", features, "--manifest-path", &manifest];
    let chosen = |words: String| {
        cargo(&words)
            .arg("--no-default-features")
            .args(chosen)
            .output()
    };
    let edges = "--edges normal,no-proc-macro --prefix none --format {p}";
    let tree = chosen(format!("tree --target {TRIPLE} {edges}"))?;
    let metadata = chosen(format!(
        "metadata --format-version=1 --filter-platform {TRIPLE}"
    ))?;
    let metadata: Value = serde_json::from_str(&metadata)?;

    let linked: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| (name, rest.split(' ').next().unwrap_or_default()))
        .collect();
    let mut packages: Vec<Package> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|package| !package["source"].is_null())
        .map(Package)
        .filter(|package| linked.contains(&(package.text("name"), package.text("version"))))
        .collect();
    packages.sort_by_key(|package| (package.text("name"), package.text("version")));
    if packages.is_empty() {
        return Err(format!("{krate} depends on nothing: that can't be").into());
    }
    listed(&packages)
}

struct Package<'a>(&'a Value);

impl<'a> Package<'a> {
    fn text(&self, key: &str) -> &'a str {
        self.0[key].as_str().unwrap_or_default()
    }

    fn name(&self) -> String {
        format!("{} {}", self.text("name"), self.text("version"))
    }

    /// Its licence files, name and text.
    fn texts(&self) -> Result<Vec<(String, String)>> {
        let folder = Path::new(self.text("manifest_path"))
            .parent()
            .ok_or("a manifest without a folder")?;
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let lower = name.to_lowercase();
            let is_text = TEXTS.split(' ').any(|text| lower.starts_with(text));
            if is_text && entry.path().is_file() {
                let text = fs::read(entry.path())?;
                found.push((name, String::from_utf8_lossy(&text).trim().to_owned()));
            }
        }
        found.sort();
        Ok(found)
    }
}

fn listed(packages: &[Package<'_>]) -> Result<String> {
    let mut out = "The library contains the following packages.\n\n".to_owned();
    for package in packages {
        let licence = [package.text("license"), package.text("license_file")];
        let licence = licence.into_iter().find(|text| !text.is_empty());
        let licence = licence.ok_or_else(|| format!("{} names no licence", package.name()))?;
        writeln!(out, "{}: {licence}", package.name())?;
    }
    let mut shown: HashMap<String, String> = HashMap::new();
    for package in packages {
        let (line, name) = ("=".repeat(80), package.name());
        write!(out, "\n{line}\n{name}\n{}\n", package.text("repository"))?;
        let texts = package.texts()?;
        if texts.is_empty() {
            write!(
                out,
                "\n--- \n\nNo licence file; {}.\n",
                package.text("license")
            )?;
        }
        for (file, text) in texts {
            match shown.get(&text) {
                Some(same) => write!(out, "\n--- {file}\n\nThe same text as {same}.\n")?,
                None => {
                    write!(out, "\n--- {file}\n\n{text}\n")?;
                    shown.insert(text, format!("{file} of {}", package.name()));
                }
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines about what is linked in: a name, a version and a licence each.
    fn listed_in(said: &str) -> Vec<&str> {
        let lines = said.lines().skip(2).take_while(|line| !line.is_empty());
        lines.collect()
    }

    #[test]
    fn without_its_client_a_library_has_no_network_crate_and_no_macro_in_it() {
        for krate in ["bindings/uniffi", "bindings/c"] {
            let said = licences(krate, "").unwrap();
            let names = listed_in(&said);
            let has = |name: &&str| {
                names
                    .iter()
                    .any(|line| line.starts_with(&format!("{name} ")))
            };
            assert!(has(&"serde_json"), "{names:?}");
            let absent = "reqwest hyper rustls ring tokio socket2 syn cloudagent-disposition";
            let there: Vec<_> = absent.split(' ').filter(has).collect();
            assert!(there.is_empty(), "{krate}: {there:?}");
        }
    }

    #[test]
    fn a_library_is_listed_with_its_licence_and_a_text_stands_once() {
        let said = licences("bindings/uniffi", "").unwrap();
        let mut names = listed_in(&said).into_iter();
        assert!(names.any(|line| line.starts_with("uniffi_core ") && line.ends_with(": MPL-2.0")));
        assert!(said.contains("Apache License") && said.contains("The same text as "));
    }
}
