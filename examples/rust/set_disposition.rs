//! Sets the disposition of one call and says what happened to it.
//!
//! The environment says where, who and with which key: `CLOUDAGENT_BASE_URL`, `CLOUDAGENT_CUSTOMER`
//! and `CLOUDAGENT_API_KEY`. `make demo-rust` runs it against the simulator. The README shows the
//! lines between the two marks.

// README begins
use cloudagent_disposition::{Api, Client, DispositionRequest, Environment};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(Environment::new().api(Api::GetV2).settings()?)?;

    let request = DispositionRequest::new()
        .ucid("81891723610400001")
        .did("911140000001")
        .agent_id("ravi.k")
        .disposition("Sale");
    match client.set_disposition(&request) {
        Ok(receipt) => println!("{}: {}", receipt.effect, receipt.sentence),
        Err(error) => println!("{}: {error}", error.receipt().effect), // tells what happened, too
    }
    Ok(())
}
// README ends
