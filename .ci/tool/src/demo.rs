//! `make demo`: builds what is needed, starts the simulator, runs the main job on a CRM's real export,
//! then each language's short examples.
//!
//! Every library is built once, in one profile and with one set of features, and each language takes
//! it from there: nothing of this is made to ship.

use crate::{
    Result,
    bridge::{self, SHARED},
    library::install_c,
    place::{copy, empty, is_current, root, shell, simulator, target, write},
    run::{cargo, run},
    show::show,
    simulator::Simulator,
    stage::Stage,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What the first table needs. Cargo chooses the features of what crates share for those that it builds
/// together, so all that comes later builds these beside: it would build what they share anew else.
const FIRST: &str = "build -p cloudagent-simulator -p cloudagent-disposition-uniffi";

/// All else that Rust has to compile: the examples, the C library, and what writes the other languages'
/// sides of the bridge, whose one big crate keeps one processor busy for longer than all the rest.
const REST: &str = "-p cloudagent-disposition --features cloudagent-disposition/reqwest --examples \
                    -p cloudagent-disposition-c -p cloudagent-disposition-bindgen --lib --bins";

/// The languages, the main job's first, and what each needs on this machine. C and C++ are one build.
const NEEDS: [(&str, &str); 6] = [
    // Python's own set-up has the tools of its tests; here any Python will do.
    ("python", "need python3 python3"),
    ("rust", "true"),
    ("c", NATIVE),
    ("cpp", NATIVE),
    (
        "kotlin",
        "need mvn maven && need javac default-jdk-headless && need strip binutils",
    ),
    ("swift", "need python3 python3 && .ci/swift setup"),
];

const NATIVE: &str = "need gcc gcc libc6-dev && need g++ g++ && need cmake cmake && \
                      need_library libcurl libcurl4-openssl-dev";

/// Shows these languages, or all. One that fails does not keep the others back.
pub(crate) fn demo(wanted: &[&str]) -> Result<()> {
    let known = |language: &str| NEEDS.iter().any(|(one, _)| *one == language);
    if let Some(unknown) = wanted.iter().find(|language| !known(language)) {
        return Err(format!("there is no language {unknown}").into());
    }
    let languages = NEEDS.iter().map(|(language, _)| *language);
    let languages: Vec<_> = languages
        .filter(|one| wanted.is_empty() || wanted.contains(one))
        .collect();
    let demo = Demo {
        out: target().join("demo"),
    };
    fs::create_dir_all(&demo.out)?;
    println!(
        "What is built says all it has to say in {}/log-*",
        demo.out.display()
    );

    let first = demo.begin("the simulator and the library", "first", {
        let demo = demo.clone();
        move |own| {
            cargo(FIRST).logged(own.log())?;
            // At once, since what is built next is made in the same place.
            demo.python()
        }
    });
    let stages = demo.begin_all(&languages, &first);
    first.watch()?;
    let started = Simulator::start(&simulator())?;
    let mut failed = Vec::new();
    for (language, stage) in stages {
        println!(
            "\n== {language}, against the simulator at {}",
            started.base_url
        );
        if let Err(error) = stage
            .watch()
            .and_then(|()| show(language, &demo.out, &started))
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

#[derive(Clone)]
struct Demo {
    out: PathBuf,
}

impl Demo {
    fn begin(
        &self,
        what: &str,
        log: &str,
        work: impl FnOnce(&Stage) -> Result<()> + Send + 'static,
    ) -> Arc<Stage> {
        Stage::begin(what, self.out.join(format!("log-{log}")), work)
    }

    /// Begins what these languages need, each as soon as it can: one downloads or compiles while
    /// another is shown.
    fn begin_all(
        &self,
        languages: &[&'static str],
        first: &Arc<Stage>,
    ) -> Vec<(&'static str, Arc<Stage>)> {
        let needed = Arc::clone(first);
        let rest = match languages {
            ["python"] => needed,
            _ => self.begin("the examples, and the generator", "rest", move |own| {
                own.needs(&needed)?;
                cargo(FIRST).words(REST).logged(own.log())
            }),
        };
        let sides = self.sides(languages, &rest);
        let mut set_up: Option<Arc<Stage>> = None;
        let mut stages: Vec<(&'static str, Arc<Stage>)> = Vec::new();
        for (language, needs) in NEEDS {
            if !languages.contains(&language) {
                continue;
            }
            if let ("cpp", Some(("c", native))) = (language, stages.last()) {
                let native = Arc::clone(native);
                stages.push((language, native));
                continue;
            }
            // Machines are set up for one language at a time: package managers lock each other out.
            let before = set_up.take();
            let log = format!("setup-{language}");
            let ready = self.begin("the set-up", &log, move |own| {
                // The failure of one language's set-up is not the next one's.
                before.iter().for_each(|before| drop(own.needs(before)));
                shell(&format!("{{ {needs}; }} >>'{}' 2>&1", own.log().display()))
                    .map_err(|error| format!("{}{error}", said(own.log())).into())
            });
            set_up = Some(Arc::clone(&ready));
            let built = match language {
                "python" => first,
                "kotlin" | "swift" => &sides,
                _ => &rest,
            };
            let (demo, built) = (self.clone(), Arc::clone(built));
            let stage = self.begin(
                &format!("the examples in {language}"),
                language,
                move |own| {
                    own.needs(&ready)?;
                    own.needs(&built)?;
                    match language {
                        "python" => demo.python(),
                        "rust" => Ok(()),
                        "kotlin" => demo.kotlin(own.log()),
                        "swift" => demo.swift(own.log()),
                        _ => demo.native(own.log()),
                    }
                },
            );
            stages.push((language, stage));
        }
        stages
    }

    /// Kotlin's and Swift's sides of the bridge. Cargo makes both of their libraries in one place, so
    /// they are looked at one after the other.
    fn sides(&self, languages: &[&str], rest: &Arc<Stage>) -> Arc<Stage> {
        let (demo, rest) = (self.clone(), Arc::clone(rest));
        let [kotlin, swift] = ["kotlin", "swift"].map(|one| languages.contains(&one));
        self.begin("the bridge's other sides", "sides", move |own| {
            own.needs(&rest)?;
            if swift {
                bridge::swift_demo(&debug(SHARED))?;
            }
            if kotlin {
                demo.kotlin_side(own.log())?;
            }
            Ok(())
        })
    }

    /// The package as a wheel would hold it, without a wheel: its sources, and the bridge beside them.
    fn python(&self) -> Result<()> {
        let package = self.out.join("python/cloudagent_disposition");
        let (native, library) = (package.join("_native"), debug(SHARED));
        let bindings = root().join("bindings/python");
        empty(&package)?;
        copy(&bindings.join("src/cloudagent_disposition"), &package)?;
        copy(&bindings.join("bridge"), &native)?;
        copy(
            &library,
            &native.join(library.file_name().unwrap_or_default()),
        )
    }

    /// The examples in C and C++, against the library as it is installed.
    fn native(&self, log: &Path) -> Result<()> {
        let library = |end: &str| debug(&format!("libcloudagent_disposition_c.{end}"));
        let (staged, build) = (self.out.join("c/staged"), self.out.join("c"));
        install_c(&staged, &library("a"), Some(&library("so")))?;
        let line = format!(
            "cmake -S bindings/c -B '{0}' -DCAD_LIBRARY='{1}' -DCAD_EXAMPLES_ONLY=ON && \
             cmake --build '{0}' -j2",
            build.display(),
            staged.display()
        );
        run("sh").args(["-c", &line]).logged(log)
    }

    /// Kotlin's bridge has no client of its own; what it stands on is built as for the others.
    fn kotlin_side(&self, log: &Path) -> Result<()> {
        // The examples are in it for what they have Rust's library built with.
        cargo(FIRST)
            .words("-p cloudagent-disposition --features cloudagent-disposition/reqwest")
            .words("--lib --bins --examples --no-default-features")
            .logged(log)?;
        let (out, library) = (self.out.join("kotlin"), debug(SHARED));
        // What is the same stays as it is, so that nothing is built anew for it.
        let kept = out.join("library.so");
        if fs::read(&kept).is_ok_and(|kept| fs::read(&library).is_ok_and(|now| now == kept)) {
            return Ok(());
        }
        bridge::kotlin_from(&library, &out)?;
        copy(&library, &kept)
    }

    fn kotlin(&self, log: &Path) -> Result<()> {
        let out = self.out.join("kotlin");
        let stamp = out.join(".built");
        let side = out.join("library.so").display().to_string();
        let sources = ["bindings/kotlin", "examples/kotlin", &side];
        if is_current(&stamp, &sources)? {
            return Ok(());
        }
        let _ = fs::remove_file(&stamp);
        run("mvn")
            .words("-B -ntp -Dstyle.color=never -Dmaven.test.skip=true -f examples/kotlin/pom.xml")
            .words("-pl set_disposition,agent-app -am package")
            .arg(format!("-Dcad.build={}", out.display()))
            // The compiler runs once and in Maven's own JVM, which is set for a short life.
            .arg("-Dkotlin.compiler.daemon=false")
            .env("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            .logged(log)?;
        write(&stamp, b"")
    }

    fn swift(&self, log: &Path) -> Result<()> {
        run("examples/swift/build")
            .env("CAD_SWIFT_LIBRARY", "demo")
            .env("CAD_SWIFT_OUT", self.out.join("swift"))
            .logged(log)
    }
}

/// What is built for this.
pub(crate) fn debug(file: &str) -> PathBuf {
    target().join("debug").join(file)
}

/// All that a log holds, and a line's end where there is anything.
fn said(log: &Path) -> String {
    let said = fs::read_to_string(log).unwrap_or_default();
    if said.is_empty() { said } else { said + "\n" }
}
