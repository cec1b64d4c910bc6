//! What one call costs in processor time beside what it stands on: the same request, to the same
//! simulator, each on a kept connection. A benchmark, not a test.
//!
//! Usage: call [THREADS] (tests/bench/rust/run starts the simulator, which CLOUDAGENT_BASE_URL names)

use std::time::{Duration, Instant};

use cloudagent_disposition::{Account, Api, ApiKey, BaseUrl, Client, DispositionRequest, Settings};
use reqwest::Url;
use tokio::runtime::Builder;

const RUNS: usize = 11;
const CALLS: u32 = 300;

fn request() -> DispositionRequest {
    DispositionRequest::new()
        .ucid("81891723610400101")
        .did("911140000001")
        .agent_id("ravi.k")
        .disposition("Sale")
}

/// What this process has had of the processors. Only what it costs counts, not what else the
/// machine does.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    let on_cpu = stat.split(' ').next().unwrap();
    Duration::from_nanos(on_cpu.parse().unwrap())
}

fn nanoseconds(call: &mut dyn FnMut()) -> f64 {
    let begun = cpu();
    (0..CALLS).for_each(|_| call());
    (cpu() - begun).as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Calls at once, against the same number one after the other, by the clock.
fn at_once(client: &Client, threads: u32) {
    let wall = |threads: u32| {
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    for _ in 0..4_000 / threads {
                        client.set_disposition(&request()).unwrap();
                    }
                });
            }
        });
        4_000.0 / begun.elapsed().as_secs_f64()
    };
    wall(threads);
    let runs: Vec<(f64, f64)> = (0..5).map(|_| (wall(1), wall(threads))).collect();
    let one = median(runs.iter().map(|run| run.0).collect());
    let all = median(runs.iter().map(|run| run.1).collect());
    let ratio = median(runs.iter().map(|run| run.1 / run.0).collect());
    let [all, one] = [all, one].map(|calls_a_second| 1e9 / calls_a_second);
    let ratio = 1.0 / ratio;
    println!(
        r#"{{"work": "{threads} threads over one client, each call", "group": "parallel", "clock": "wall", "beside": "one thread", "ours": {all:.0}, "peer": {one:.0}, "ratio": {ratio:.3}}}"#
    );
}

fn main() {
    let base_url = std::env::var("CLOUDAGENT_BASE_URL").expect("CLOUDAGENT_BASE_URL");
    let account = Account::with_api_key("acme", ApiKey::new("KKacme0123456789"));
    let base_url = BaseUrl::parse(&base_url).expect("a base URL");
    let client = Client::new(Settings::new(account, Api::GetV2).base_url(base_url)).unwrap();
    if let Some(threads) = std::env::args().nth(1) {
        at_once(&client, threads.parse().expect("a number of threads"));
        return;
    }
    let built = client.build_request(&request()).unwrap();

    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    // It has none by itself; the request goes without TLS all the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bare = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut by_reqwest = || {
        let body = runtime.block_on(async {
            let mut request = bare.get(Url::parse(built.url()).unwrap());
            for (name, value) in built.headers() {
                request = request.header(name, value);
            }
            let task = tokio::spawn(async move { request.send().await?.bytes().await });
            task.await.unwrap().unwrap()
        });
        assert!(!body.is_empty());
    };
    let mut by_client = || {
        client.set_disposition(&request()).unwrap();
    };
    nanoseconds(&mut by_client);
    nanoseconds(&mut by_reqwest);
    let runs: Vec<(f64, f64)> = (0..RUNS)
        .map(|_| (nanoseconds(&mut by_client), nanoseconds(&mut by_reqwest)))
        .collect();
    let ours = median(runs.iter().map(|run| run.0).collect());
    let peer = median(runs.iter().map(|run| run.1).collect());
    let ratio = median(runs.iter().map(|run| run.0 / run.1).collect());
    println!(
        r#"{{"work": "one call, kept connection", "group": "calls", "clock": "CPU", "beside": "reqwest alone, on a runtime of one thread", "ours": {ours:.0}, "peer": {peer:.0}, "ratio": {ratio:.3}}}"#
    );
}
