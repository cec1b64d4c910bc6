//! What the simulated CloudAgent knows when it starts: accounts, agents, campaigns and calls.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::reports::ReportSettings;

/// The world as it is before the first request.
///
/// Its JSON form refuses unknown keys, so that a typing mistake is an error instead of a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// The customers. Every account sees every agent, campaign and call.
    pub accounts: Vec<Account>,
    /// Login ids of the agents.
    pub agents: Vec<String>,
    /// Campaign id to the names of its dispositions.
    pub campaigns: BTreeMap<String, Vec<String>>,
    /// The reasons that an agent can be paused for; an empty list allows any.
    pub pause_reasons: Vec<String>,
    /// The calls, each with a `ucid` of its own.
    pub calls: Vec<Call>,
    /// How the reports behave.
    pub reports: ReportSettings,
}

/// One customer of CloudAgent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The user name: `customer` on the GET APIs, `userName` on the POST ones.
    pub customer: String,
    /// The account's key.
    pub api_key: String,
    /// What the POST API asks for. The GET APIs take the key in either case.
    #[serde(default)]
    pub authentication: Authentication,
    /// A token that is valid from the start, until the first one is generated.
    #[serde(default)]
    pub token: Option<String>,
    /// How long a generated token lives.
    #[serde(default = "default_token_lifetime")]
    pub token_lifetime_seconds: u64,
}

impl Account {
    /// An account whose POST API asks for the key.
    pub fn new(customer: impl Into<String>, api_key: impl Into<String>) -> Self {
        Self {
            customer: customer.into(),
            api_key: api_key.into(),
            authentication: Authentication::Basic,
            token: None,
            token_lifetime_seconds: default_token_lifetime(),
        }
    }

    /// The same account with a POST API that asks for a token; `token` is valid from the start.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        self.authentication = Authentication::Token;
        self.token = Some(token.into());
        self
    }
}

fn default_token_lifetime() -> u64 {
    3_600
}

/// The account's setting for the POST API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    /// The vendor's `BASIC_AUTH`: the key in the header `apiKey`.
    #[default]
    Basic,
    /// The vendor's `TOKEN_AUTH`: `Authorization: Bearer …`.
    Token,
}

/// Why a scenario cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError(String);

impl fmt::Display for ScenarioError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ScenarioError {}

impl Scenario {
    /// The scenario that the program starts with when it is given none.
    ///
    /// `acme` uses its key and `globex` a token; `ravi` has one live and two ended calls, `meera`
    /// one of each.
    pub fn example() -> Self {
        let sales = ["Sale", "No Answer", "Call Back"];
        Self {
            accounts: vec![
                Account::new("acme", "KKacme0123456789"),
                Account::new("globex", "KKglobex9876543210").with_token("globex-fixed-token"),
            ],
            agents: vec!["ravi".into(), "meera".into()],
            campaigns: BTreeMap::from([
                ("1001".into(), sales.map(str::to_owned).into()),
                ("1002".into(), Vec::new()),
            ]),
            pause_reasons: Vec::new(),
            calls: vec![
                Call::live("81891700000000001", "914000000001", "ravi"),
                Call::ended("81891700000000002", "914000000001", "ravi"),
                Call::ended("81891700000000003", "914000000001", "ravi"),
                Call::live("81891700000000004", "914000000002", "meera"),
                Call::ended("81891700000000005", "914000000002", "meera"),
            ],
            reports: ReportSettings::default(),
        }
    }

    /// Reads and checks a scenario's JSON form.
    ///
    /// # Errors
    ///
    /// When the text is not such a scenario, or [`Scenario::check`] refuses it.
    pub fn from_json(json: &[u8]) -> Result<Self, ScenarioError> {
        let scenario: Self =
            serde_json::from_slice(json).map_err(|error| ScenarioError(error.to_string()))?;
        scenario.check()?;
        Ok(scenario)
    }

    /// Checks that what has to be unique is unique, and that every call's agent exists.
    ///
    /// # Errors
    ///
    /// With a sentence that names the first entry that is wrong.
    pub fn check(&self) -> Result<(), ScenarioError> {
        let customers = self
            .accounts
            .iter()
            .map(|account| account.customer.as_str());
        unique("account", customers)?;
        unique("agent", self.agents.iter().map(String::as_str))?;
        unique("call", self.calls.iter().map(|call| call.ucid.as_str()))?;
        for call in &self.calls {
            if !self.agents.contains(&call.agent) {
                let (ucid, agent) = (&call.ucid, &call.agent);
                return Err(ScenarioError(format!(
                    "call {ucid:?} names an unknown agent {agent:?}"
                )));
            }
        }
        Ok(())
    }
}

fn unique<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Result<(), ScenarioError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.is_empty() {
            return Err(ScenarioError(format!("the name of one {what} is empty")));
        }
        if !seen.insert(name) {
            return Err(ScenarioError(format!("{what} {name:?} is there twice")));
        }
    }
    Ok(())
}
