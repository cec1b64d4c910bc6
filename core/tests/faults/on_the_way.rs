//! What a real squid and a real nginx do to a look-up, which is a GET with a body. They stand in front
//! of the simulator and read the requests; what goes through a tunnel, as `https` does through a
//! company's proxy, they can't read.
//!
//! Ignored, since not every machine has the two: `core/tasks on_the_way`.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cloudagent_disposition::{Api, Client, Connection, Finding, Settlement};
use cloudagent_simulator::Simulator;

use crate::child::{child, given, told};
use crate::look_up::today;
use crate::support::{request, settings, simulator};

const UCID: &str = "81891700000000002";
const NAMED: &str = "something on the way, such as a proxy or a firewall, refused or changed this GET, \
                     because it has a body";

/// A server of the system, with a folder of its own, until it is dropped.
struct Server {
    child: Child,
    folder: PathBuf,
    url: String,
}

impl Server {
    /// Starts it with a configuration in which `FOLDER` and `PORT` stand for what they are here.
    fn start(program: &str, arguments: &[&str], configuration: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let port = address.port();
        drop(listener);
        let folder = std::env::temp_dir().join(format!("on-the-way-{}-{port}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        // Where root starts it, it goes on as a user of its own.
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        let file = folder.join("conf");
        let filled = configuration
            .replace("FOLDER", folder.to_str().unwrap())
            .replace("PORT", &port.to_string());
        fs::write(&file, filled).unwrap();
        let mut child = Command::new(program)
            .args(arguments)
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(fs::File::create(folder.join("said")).unwrap())
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = child.try_wait().unwrap();
            let is_late = begun.elapsed() > Duration::from_secs(60);
            assert!(ended.is_none() && !is_late, "{}", said(&folder));
            std::thread::yield_now();
        }
        Self {
            child,
            folder,
            url: format!("http://{address}"),
        }
    }

    /// nginx in front of the simulator, with these lines beside its `proxy_pass`.
    fn nginx(simulator: &Simulator, lines: &str) -> Self {
        let origin = simulator.base_url();
        let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let folders = folders.map(|of| format!("{of}_temp_path FOLDER/{of};\n"));
        let folders = folders.concat();
        let configuration = format!(
            "daemon off;\nmaster_process off;\npid FOLDER/pid;\nerror_log FOLDER/said;\nevents {{}}\n\
             http {{\naccess_log off;\n{folders}\
             proxy_cache_path FOLDER/cache keys_zone=kept:1m;\n\
             server {{ listen 127.0.0.1:PORT; location / {{ proxy_pass {origin}; {lines} }} }}\n}}\n"
        );
        Self::start("nginx", &["-c"], &configuration)
    }

    /// squid in front of the simulator.
    fn squid(simulator: &Simulator) -> Self {
        let origin = simulator.base_url().rsplit(':').next().unwrap();
        Self::squid_with(&format!(
            "http_port 127.0.0.1:PORT accel defaultsite=127.0.0.1 no-vhost\n\
             cache_peer 127.0.0.1 parent {origin} 0 no-query originserver\n"
        ))
    }

    fn squid_with(lines: &str) -> Self {
        let configuration = format!(
            "{lines}http_access allow all\ncache deny all\npid_filename FOLDER/pid\n\
             cache_log FOLDER/said\naccess_log none\ncoredump_dir FOLDER\npinger_enable off\n\
             shutdown_lifetime 0 seconds\n"
        );
        Self::start("squid", &["-N", "-f"], &configuration)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn said(folder: &Path) -> String {
    fs::read_to_string(folder.join("said")).unwrap_or_default()
}

fn look_up(url: &str, ucid: &str) -> Settlement {
    let client = Client::new(settings(Api::GetV2, url)).unwrap();
    client.look_up(&request().ucid(ucid), &today()).unwrap()
}

#[test]
#[ignore = "needs nginx"]
fn nginx_hands_the_body_on() {
    let simulator = simulator();
    simulator.dispose(UCID, "Sale", "").unwrap();
    let nginx = Server::nginx(&simulator, "");
    assert_eq!(look_up(&nginx.url, UCID).finding, Finding::Stands);
    assert_eq!(simulator.journal().len(), 1);
}

#[test]
#[ignore = "needs nginx"]
fn nginx_that_drops_bodies_is_named() {
    let simulator = simulator();
    simulator.dispose(UCID, "Sale", "").unwrap();
    let lines = "proxy_pass_request_body off; proxy_set_header Content-Length \"\";";
    let nginx = Server::nginx(&simulator, lines);
    let settlement = look_up(&nginx.url, UCID);
    assert_eq!(settlement.finding, Finding::NoAnswer);
    assert!(settlement.sentence.contains(NAMED), "{settlement:?}");
    assert_eq!(simulator.journal()[0].body, b"");
}

#[test]
#[ignore = "needs nginx"]
fn nginx_that_keeps_answers_gives_one_calls_records_for_anothers() {
    let simulator = simulator();
    simulator.dispose(UCID, "Sale", "").unwrap();
    let nginx = Server::nginx(&simulator, "proxy_cache kept; proxy_cache_valid 200 1m;");
    assert_eq!(look_up(&nginx.url, UCID).finding, Finding::Stands);
    // It goes by the URL alone, and by nothing that a request says of storing. A row counts by its
    // leg, so another call's never settles this one.
    let other = look_up(&nginx.url, "81891700000000003");
    assert_eq!(other.finding, Finding::NotFound);
    assert_eq!(simulator.journal().len(), 1, "the second was never asked");
}

#[test]
#[ignore = "needs squid"]
fn squid_refuses_and_is_named() {
    let simulator = simulator();
    simulator.dispose(UCID, "Sale", "").unwrap();
    let squid = Server::squid(&simulator);
    let settlement = look_up(&squid.url, UCID);
    assert_eq!(settlement.finding, Finding::NoAnswer);
    assert!(settlement.sentence.contains(NAMED), "{settlement:?}");
    assert_eq!(simulator.journal(), [], "nothing got through");

    // A disposition, without a body or as a POST, passes.
    let client = Client::new(settings(Api::GetV2, &squid.url)).unwrap();
    client.set_disposition(&request()).unwrap();
    let client = Client::new(settings(Api::PostApiKey, &squid.url)).unwrap();
    let again = client.set_disposition(&request().ucid("81891700000000003"));
    assert!(again.is_ok(), "{again:?}");
}

#[test]
#[ignore = "a child of the test below"]
fn a_look_up_with_this_proxy() {
    let connection = Connection::new().extra_ca_pem(given("CERTIFICATE"));
    let settings = settings(Api::GetV2, &given("URL"));
    let client = Client::with_connection(settings, connection).unwrap();
    let settlement = client.look_up(&request(), &today()).unwrap();
    println!("told: {}", settlement.finding);
}

#[test]
#[ignore = "needs squid"]
fn what_goes_through_squids_tunnel_it_cant_read() {
    let simulator = simulator();
    simulator.dispose(UCID, "Sale", "").unwrap();
    let squid = Server::squid_with("http_port 127.0.0.1:PORT\n");
    let addresses = simulator.addresses();
    let mut child = child("on_the_way::a_look_up_with_this_proxy");
    child
        .env("HTTPS_PROXY", &squid.url)
        .env("URL", &addresses.tls_url)
        .env("CERTIFICATE", &addresses.tls_certificate);
    assert_eq!(told(&mut child), ["stands"], "{}", said(&squid.folder));
}
