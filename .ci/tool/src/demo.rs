//! `make demo`: builds what is needed, starts the simulator, runs the main job on a CRM's real export,
//! then each language's short examples.
//!
//! Every library is built once, in one profile and with one set of features, and each language takes
//! it from there: nothing of this is made to ship.

use crate::{
    Result, library,
    place::{copy, empty, is_current, root, shell, simulator, target, write},
    run::{Run, cargo, run},
    simulator::Simulator,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    thread,
};

const BRIDGE: &str = "debug/libcloudagent_disposition_uniffi.so";

/// What the first table needs, and all that comes later builds beside. Cargo chooses the features of
/// what crates share for those that it builds together: were they built alone, it would build what
/// they share anew.
const FIRST: &str = "build -p cloudagent-simulator -p cloudagent-disposition-uniffi \
                     -p cloudagent-disposition-bindgen";

struct Demo {
    out: PathBuf,
    log: PathBuf,
    /// How each language's set-up ended, in their order: they wait for the network while others build.
    setups: Receiver<std::result::Result<(), String>>,
}

/// Shows these languages, or all. One that fails does not keep the others back.
pub(crate) fn demo(wanted: &[&str]) -> Result<()> {
    let all = ["python", "rust", "c", "cpp", "kotlin", "swift"];
    if let Some(unknown) = wanted.iter().find(|language| !all.contains(language)) {
        return Err(format!("there is no language {unknown}").into());
    }
    // The main job is Python's: its table comes first.
    let languages: Vec<_> = all
        .into_iter()
        .filter(|one| wanted.is_empty() || wanted.contains(one))
        .collect();
    let out = target().join("demo");
    let log = out.join("log");
    write(&log, b"")?;
    println!("What is built says all it has to say in {}", log.display());
    let demo = Demo {
        setups: set_up(&languages, &out),
        out,
        log,
    };

    demo.build("the simulator and the library", cargo(FIRST))?;
    let started = Simulator::start(&simulator())?;
    let mut failed = Vec::new();
    for language in languages {
        println!(
            "\n== {language}, against the simulator at {}",
            started.base_url
        );
        if let Err(error) = demo
            .ready(language)
            .and_then(|()| demo.show(language, &started))
        {
            eprintln!("{error}");
            failed.push(language);
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("\nThe demo failed for: {}", failed.join(" ")).into())
    }
}

/// Begins the languages' set-ups, one after the other, and goes on.
fn set_up(languages: &[&str], out: &Path) -> Receiver<std::result::Result<(), String>> {
    let (done, setups) = mpsc::channel();
    let needs = |language: &str| match language {
        // Python's own set-up has the tools of its tests; here any Python will do.
        "python" => "need python3 python3",
        "rust" => "true",
        "kotlin" => "need mvn maven && need javac default-jdk-headless",
        "c" => "need gcc gcc libc6-dev",
        "cpp" => "need g++ g++ && need cmake cmake && need_library libcurl libcurl4-openssl-dev",
        _ => "need python3 python3 && .ci/swift setup",
    };
    let of_each = |language: &&str| (needs(language), out.join(format!("setup-{language}")));
    let of_each: Vec<_> = languages.iter().map(of_each).collect();
    thread::spawn(move || {
        for (needs, log) in of_each {
            let line = format!("{{ {needs}; }} >'{}' 2>&1", log.display());
            let said = |_| fs::read_to_string(&log).unwrap_or_default();
            let _ = done.send(shell(&line).map_err(said));
        }
    });
    setups
}

impl Demo {
    fn build(&self, what: &str, command: Run) -> Result<()> {
        command.behind(what, &self.log)
    }

    /// Builds what a language's examples need.
    fn ready(&self, language: &str) -> Result<()> {
        self.setups.recv().map_err(|_| "the set-up broke off")??;
        match language {
            "python" => self.python(),
            "rust" => self.rust(),
            "c" | "cpp" => self.native(),
            "kotlin" => self.kotlin(),
            _ => self.swift(),
        }
    }

    /// The package as a wheel would hold it, without a wheel: its sources, and the bridge beside them.
    fn python(&self) -> Result<()> {
        let package = self.out.join("python/cloudagent_disposition");
        let (native, library) = (package.join("_native"), target().join(BRIDGE));
        empty(&package)?;
        copy(
            &root().join("bindings/python/src/cloudagent_disposition"),
            &package,
        )?;
        library::generate("python", &library, &native)?;
        copy(
            &library,
            &native.join(library.file_name().unwrap_or_default()),
        )?;
        let module = "from .cloudagent_disposition_uniffi import *  # NOQA\n";
        write(&native.join("__init__.py"), module.as_bytes())
    }

    fn rust(&self) -> Result<()> {
        let features = "-p cloudagent-disposition --features cloudagent-disposition/reqwest";
        let command = cargo(FIRST).words(features).words("--examples");
        self.build("the Rust examples", command)
    }

    /// The examples in C and C++, against the library as it is installed.
    fn native(&self) -> Result<()> {
        let command = cargo(FIRST).words("-p cloudagent-disposition-c");
        self.build("the C library", command)?;
        let library = |end: &str| target().join(format!("debug/libcloudagent_disposition_c.{end}"));
        let (staged, build) = (self.out.join("c/staged"), self.out.join("c"));
        library::install_c(&staged, &library("a"), Some(&library("so")))?;
        let line = format!(
            "cmake -S bindings/c -B '{0}' -DCAD_LIBRARY='{1}' -DCAD_EXAMPLES_ONLY=ON && \
             cmake --build '{0}' -j2",
            build.display(),
            staged.display()
        );
        self.build("the C and C++ examples", run("sh").args(["-c", &line]))
    }

    fn kotlin(&self) -> Result<()> {
        let out = self.out.join("kotlin");
        let stamp = out.join(".built");
        let sources = ["bindings/kotlin", "examples/kotlin"];
        // Kotlin's bridge has no client of its own; what it stands on is built as for the others.
        let bridge = "-p cloudagent-disposition --features cloudagent-disposition/reqwest \
                      --no-default-features";
        self.build("Kotlin's library", cargo(FIRST).words(bridge))?;
        let library = target().join(BRIDGE);
        if is_current(&stamp, &sources)? && is_current(&stamp, &[&library.display().to_string()])? {
            return Ok(());
        }
        let _ = fs::remove_file(&stamp);
        library::kotlin_from(&library, &out)?;
        let maven = run("mvn")
            .words("-B -ntp -Dstyle.color=never -Dmaven.test.skip=true -f examples/kotlin/pom.xml")
            .words("-pl set_disposition,agent-app -am package")
            .arg(format!("-Dcad.build={}", out.display()));
        self.build("the Kotlin package and its examples", maven)?;
        write(&stamp, b"")
    }

    fn swift(&self) -> Result<()> {
        self.build("the library", cargo(FIRST))?;
        library::swift_demo(&target().join(BRIDGE))?;
        let build = run("examples/swift/build")
            .env("CAD_SWIFT_LIBRARY", "demo")
            .env("CAD_SWIFT_OUT", self.out.join("swift"));
        self.build("the Swift package and its examples", build)
    }

    /// Runs a language's examples, each under a line that says how a user would write it.
    fn show(&self, language: &str, simulator: &Simulator) -> Result<()> {
        // What ends with 1 says that somebody has to come back to a call, as here; 0 would be wrong.
        let shown = |words: &str, command: Run, expected: i32| -> Result<()> {
            println!("\n$ {words}");
            let status = simulator.told(command).status()?;
            if status != expected {
                return Err(format!("{words}: exit status {status}, not {expected}").into());
            }
            if expected == 1 && !words.contains("classify_reply") {
                println!("\nexit status {status}: somebody has to come back to a call");
            }
            Ok(())
        };
        let python = |words: &str| {
            run("python3")
                .words(words)
                .env("PYTHONPATH", self.out.join("python"))
        };
        let trouble = |file: &str| {
            python(&format!(
                "examples/python/trouble.py {} {file}",
                simulator.control_url
            ))
            .go()
        };
        match language {
            "python" => {
                trouble("examples/data/trouble.json")?;
                let example = |words: &str, expected| {
                    shown(&format!("python {words}"), python(words), expected)
                };
                example("examples/python/crm_wrapup.py examples/data/wrapup.csv", 1)?;
                example("examples/python/set_disposition.py", 0)?;
                example("examples/python/classify_reply.py", 0)
            }
            "rust" => {
                let built = |name: &str| run(target().join("debug/examples").join(name));
                let first = "cargo run --features reqwest --example set_disposition";
                shown(first, built("set_disposition"), 0)?;
                shown(
                    "cargo run --example classify_reply",
                    built("classify_reply"),
                    0,
                )
            }
            "c" => {
                let built = |name: &str| run(self.out.join("c").join(name));
                shown(
                    "examples/c/set_disposition.c",
                    built("c_set_disposition"),
                    0,
                )?;
                // The reply that it holds says that the disposition was not applied.
                shown("examples/c/classify_reply.c", built("c_classify_reply"), 1)
            }
            "cpp" => {
                let built = |name: &str| run(self.out.join("c").join(name));
                shown(
                    "examples/cpp/set_disposition.cpp",
                    built("cpp_set_disposition"),
                    0,
                )?;
                let calls = "examples/cpp/dialer/calls.txt";
                shown(
                    &format!("examples/cpp/dialer {calls}"),
                    built("dialer").arg(calls),
                    1,
                )
            }
            "kotlin" => {
                let java = |project: &str, class: &str| -> Result<Run> {
                    let folder = self.out.join("kotlin").join(project);
                    let libraries = fs::read_to_string(folder.join("classpath"))?;
                    let classes = folder.join("classes");
                    // A JVM set for a short life.
                    Ok(run("java")
                        .words("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp")
                        .arg(format!("{}:{}", classes.display(), libraries.trim()))
                        .arg(class))
                };
                for (program, kind, class) in [
                    ("kotlin", "kt", "SetDispositionKt"),
                    ("java", "java", "SetDisposition"),
                ] {
                    let file = format!("examples/kotlin/set_disposition/SetDisposition.{kind}");
                    shown(
                        &format!("{program} {file}"),
                        java("set-disposition", class)?,
                        0,
                    )?;
                }
                // The agent's app is of another account: its phones have tokens, and only its
                // company's server the key.
                println!("\n$ examples/kotlin/agent-app: a shift of calls, as the agent sees them");
                let shift = java("agent-app", "com.example.agent.ShiftKt")?;
                simulator
                    .told(shift.arg(&simulator.control_url))
                    .env("CLOUDAGENT_CUSTOMER", "globex")
                    .env("CLOUDAGENT_API_KEY", "KKglobex9876543210")
                    .go()
            }
            _ => {
                let bin = self.out.join("swift/debug");
                let library = root().join("bindings/swift/Native/demo");
                let example = |name: &str| {
                    let command = run(".ci/swift").arg("run").arg(bin.join(name));
                    command.env("LD_LIBRARY_PATH", &library)
                };
                shown("set-disposition", example("set-disposition"), 0)?;
                // The main job again, over the same calls: the simulator forgets what Python did to them.
                trouble("examples/swift/reset.json")?;
                trouble("examples/data/trouble.json")?;
                let rows = "examples/data/wrapup.csv";
                shown(
                    &format!("crm-wrapup {rows}"),
                    example("crm-wrapup").arg(rows),
                    1,
                )
            }
        }
    }
}
