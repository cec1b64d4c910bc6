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
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    thread::{self, JoinHandle},
};

const BRIDGE: &str = "debug/libcloudagent_disposition_uniffi.so";

/// What the first table needs, and all that comes later builds beside. Cargo chooses the features of
/// what crates share for those that it builds together: were they built alone, it would build what
/// they share anew.
const FIRST: [&str; 6] = [
    "-p",
    "cloudagent-simulator",
    "-p",
    "cloudagent-disposition-uniffi",
    "-p",
    "cloudagent-disposition-bindgen",
];

struct Demo {
    out: PathBuf,
    log: PathBuf,
    /// The set-ups of the languages, which wait for the network while others build.
    setups: HashMap<String, JoinHandle<std::result::Result<(), String>>>,
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
    let mut demo = Demo {
        setups: set_up(&languages, &out),
        out,
        log,
    };

    demo.build("the simulator and the library", cargo("build").args(FIRST))?;
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
fn set_up(
    languages: &[&str],
    out: &Path,
) -> HashMap<String, JoinHandle<std::result::Result<(), String>>> {
    let mut before: Option<JoinHandle<()>> = None;
    let mut setups = HashMap::new();
    for &language in languages {
        // Python's own set-up has the tools of its tests; here any Python will do.
        let needs = match language {
            "python" => "need python3 python3".to_owned(),
            "rust" => continue,
            "kotlin" => "need mvn maven && need javac default-jdk-headless".to_owned(),
            "c" => "need gcc gcc libc6-dev".to_owned(),
            "cpp" => {
                "need g++ g++ && need cmake cmake && need_library libcurl libcurl4-openssl-dev"
                    .to_owned()
            }
            _ => "need python3 python3 && .ci/swift setup".to_owned(),
        };
        let (done, wait) = std::sync::mpsc::channel();
        let (log, earlier) = (out.join(format!("setup-{language}")), before.take());
        before = Some(thread::spawn(move || {
            let _ = earlier.map(JoinHandle::join);
            let line = format!("{{ {needs}; }} >'{}' 2>&1", log.display());
            let ended = shell(&line).map_err(|_| fs::read_to_string(&log).unwrap_or_default());
            let _ = done.send(ended);
        }));
        setups.insert(
            language.to_owned(),
            thread::spawn(move || wait.recv().map_err(|error| error.to_string())?),
        );
    }
    setups
}

impl Demo {
    fn build(&self, what: &str, command: Run) -> Result<()> {
        command.behind(what, &self.log)
    }

    /// Builds what a language's examples need.
    fn ready(&mut self, language: &str) -> Result<()> {
        if let Some(setup) = self.setups.remove(language) {
            setup.join().map_err(|_| "the set-up broke off")??;
        }
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
        empty(&package)?;
        copy(
            &root().join("bindings/python/src/cloudagent_disposition"),
            &package,
        )?;
        let native = package.join("_native");
        let library = target().join(BRIDGE);
        library::generate("python", &library, &native)?;
        copy(
            &library,
            &native.join(library.file_name().unwrap_or_default()),
        )?;
        write(
            &native.join("__init__.py"),
            b"from .cloudagent_disposition_uniffi import *  # NOQA\n",
        )
    }

    fn rust(&self) -> Result<()> {
        let examples = [
            "-p",
            "cloudagent-disposition",
            "--features",
            "cloudagent-disposition/reqwest",
            "--examples",
        ];
        self.build(
            "the Rust examples",
            cargo("build").args(FIRST).args(examples),
        )
    }

    /// The examples in C and C++, against the library as it is installed.
    fn native(&self) -> Result<()> {
        self.build(
            "the C library",
            cargo("build")
                .args(FIRST)
                .args(["-p", "cloudagent-disposition-c"]),
        )?;
        let library = |end: &str| target().join(format!("debug/libcloudagent_disposition_c.{end}"));
        let (staged, build) = (self.out.join("c/staged"), self.out.join("c"));
        library::install_c(&staged, &library("a"), Some(&library("so")))?;
        let line = format!(
            "cmake -S bindings/c -B '{0}' -DCAD_LIBRARY='{1}' -DCAD_EXAMPLES_ONLY=ON && cmake --build '{0}' -j2",
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
        let bridge = [
            "-p",
            "cloudagent-disposition",
            "--features",
            "cloudagent-disposition/reqwest",
            "--no-default-features",
        ];
        self.build("Kotlin's library", cargo("build").args(FIRST).args(bridge))?;
        let library = target().join(BRIDGE);
        if is_current(&stamp, &sources) && is_current(&stamp, &[&library.display().to_string()]) {
            return Ok(());
        }
        let _ = fs::remove_file(&stamp);
        library::kotlin_from(&library, &out)?;
        let maven = run("mvn")
            .args([
                "-B",
                "-ntp",
                "-Dstyle.color=never",
                "-f",
                "examples/kotlin/pom.xml",
                "-Dmaven.test.skip=true",
            ])
            .args([
                "-pl",
                "set_disposition,agent-app",
                "-am",
                "package",
                &format!("-Dcad.build={}", out.display()),
            ]);
        self.build("the Kotlin package and its examples", maven)?;
        write(&stamp, b"")
    }

    fn swift(&self) -> Result<()> {
        self.build("the library", cargo("build").args(FIRST))?;
        library::swift_demo(&target().join(BRIDGE))?;
        let build = run("examples/swift/build")
            .env("CAD_SWIFT_LIBRARY", "demo")
            .env("CAD_SWIFT_OUT", self.out.join("swift"));
        self.build("the Swift package and its examples", build)
    }

    /// Runs a language's examples, each under a line that says how a user would write it.
    fn show(&self, language: &str, simulator: &Simulator) -> Result<()> {
        let shown = |words: &str, command: Run, expected: i32| -> Result<()> {
            println!("\n$ {words}");
            let status = simulator.told(command).status()?;
            match (status == expected, expected) {
                (true, 0) => {}
                (true, 1) if words.contains("classify_reply") => {}
                (true, _) => {
                    println!("\nexit status {status}: somebody has to come back to a call")
                }
                (false, _) => {
                    return Err(format!("{words}: exit status {status}, not {expected}").into());
                }
            }
            Ok(())
        };
        let program = |path: &str| run(target().join(path));
        let python = |arguments: &[&str]| {
            run("python3")
                .args(arguments)
                .env("PYTHONPATH", self.out.join("python"))
        };
        let trouble =
            |file: &str| python(&["examples/python/trouble.py", &simulator.control_url, file]).go();
        // What ends with 1 says that somebody has to come back to a call, as here; 0 would be wrong.
        match language {
            "python" => {
                trouble("examples/data/trouble.json")?;
                shown(
                    "python examples/python/crm_wrapup.py examples/data/wrapup.csv",
                    python(&["examples/python/crm_wrapup.py", "examples/data/wrapup.csv"]),
                    1,
                )?;
                for example in ["set_disposition", "classify_reply"] {
                    let file = format!("examples/python/{example}.py");
                    shown(&format!("python {file}"), python(&[&file]), 0)?;
                }
                Ok(())
            }
            "rust" => {
                shown(
                    "cargo run --features reqwest --example set_disposition",
                    program("debug/examples/set_disposition"),
                    0,
                )?;
                shown(
                    "cargo run --example classify_reply",
                    program("debug/examples/classify_reply"),
                    0,
                )
            }
            "c" => {
                shown(
                    "examples/c/set_disposition.c",
                    program("demo/c/c_set_disposition"),
                    0,
                )?;
                // The reply that it holds says that the disposition was not applied.
                shown(
                    "examples/c/classify_reply.c",
                    program("demo/c/c_classify_reply"),
                    1,
                )
            }
            "cpp" => {
                shown(
                    "examples/cpp/set_disposition.cpp",
                    program("demo/c/cpp_set_disposition"),
                    0,
                )?;
                shown(
                    "examples/cpp/dialer examples/cpp/dialer/calls.txt",
                    program("demo/c/dialer").args(["examples/cpp/dialer/calls.txt"]),
                    1,
                )
            }
            "kotlin" => {
                let java = |project: &str, class: &str| -> Result<Run> {
                    let folder = self.out.join("kotlin").join(project);
                    let libraries = fs::read_to_string(folder.join("classpath"))?;
                    // A JVM set for a short life.
                    Ok(run("java")
                        .args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"])
                        .args([format!(
                            "{}:{}",
                            folder.join("classes").display(),
                            libraries.trim()
                        )])
                        .args([class]))
                };
                shown(
                    "kotlin examples/kotlin/set_disposition/SetDisposition.kt",
                    java("set-disposition", "SetDispositionKt")?,
                    0,
                )?;
                shown(
                    "java examples/kotlin/set_disposition/SetDisposition.java",
                    java("set-disposition", "SetDisposition")?,
                    0,
                )?;
                // The agent's app is of another account: its phones have tokens, and only its
                // company's server the key.
                println!("\n$ examples/kotlin/agent-app: a shift of calls, as the agent sees them");
                let shift = java("agent-app", "com.example.agent.ShiftKt")?
                    .args([&simulator.control_url]);
                simulator
                    .told(shift)
                    .env("CLOUDAGENT_CUSTOMER", "globex")
                    .env("CLOUDAGENT_API_KEY", "KKglobex9876543210")
                    .go()
            }
            _ => {
                let bin = self.out.join("swift/debug");
                let library = root().join("bindings/swift/Native/demo");
                let example = |name: &str| {
                    let command = run(".ci/swift").args(["run".as_ref(), bin.join(name).as_path()]);
                    command.env("LD_LIBRARY_PATH", &library)
                };
                shown("set-disposition", example("set-disposition"), 0)?;
                // The main job again, over the same calls: the simulator forgets what Python did to them.
                trouble("examples/swift/reset.json")?;
                trouble("examples/data/trouble.json")?;
                shown(
                    "crm-wrapup examples/data/wrapup.csv",
                    example("crm-wrapup").args(["examples/data/wrapup.csv"]),
                    1,
                )
            }
        }
    }
}
