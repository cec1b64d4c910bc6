//! Sets the disposition of one call and says what happened to it.
//!
//! The environment says where, who and with which key: `CLOUDAGENT_BASE_URL`, `CLOUDAGENT_CUSTOMER`
//! and `CLOUDAGENT_API_KEY`. `make demo-rust` runs it against the simulator. The README shows the
//! lines between the two marks.

// README begins
use std::env;

use cloudagent_disposition::{Account, Api, ApiKey, BaseUrl, Client, DispositionRequest, Settings};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let key = ApiKey::new(env::var("CLOUDAGENT_API_KEY")?);
    let account = Account::with_api_key(env::var("CLOUDAGENT_CUSTOMER")?, key);
    let base_url = BaseUrl::parse(&env::var("CLOUDAGENT_BASE_URL")?)?;
    let client = Client::new(Settings::new(account, Api::GetV2).base_url(base_url))?;

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
