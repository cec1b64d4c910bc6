//! CloudAgent's side of the conversation: a request in, the vendor's reply out, without any I/O.

mod get;
mod post;
mod report;
mod report_words;
mod token;

use serde::Serialize;
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::parameters::{self, Parameters};
use crate::words::{Key, Saying, Voice};
use crate::world::World;

/// From this many characters on the vendor refuses any `ucid`, with a text that blames something
/// else.
const UCID_CHARACTERS_REFUSED: usize = 20;

/// One request, decoded as far as every API needs it.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The header `apiKey`.
    pub(crate) api_key: Option<String>,
    /// The header `Authorization`.
    pub(crate) authorization: Option<String>,
    /// From the query, or from the JSON body of a POST and of a report's GET.
    pub(crate) parameters: Parameters,
    pub(crate) body_is_json: bool,
    /// Seconds since 1970, by the simulator's clock.
    pub(crate) now: u64,
}

impl Request {
    fn text(&self, name: &str) -> Option<&str> {
        parameters::text(&self.parameters, name)
    }

    /// A parameter as sent, empty when it is absent.
    fn raw(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }
}

/// A whole reply, before any fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self {
            status,
            headers,
            body: body.into(),
        }
    }
}

/// A reply, and whether the request changed anything.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) reply: Reply,
    pub(crate) changed: bool,
}

/// The checks that every API makes of a call once it knows who asks. The pages print no order for
/// them.
fn check_call(world: &World, request: &Request, agent: Option<&str>) -> Result<(), Saying> {
    let agent = agent
        .filter(|login| world.has_agent(login))
        .ok_or(Saying::InvalidAgent)?;
    let (ucid, did) = (request.raw("ucid"), request.raw("did"));
    if ucid.chars().count() >= UCID_CHARACTERS_REFUSED {
        return Err(Saying::UnableToDispose);
    }
    let Some(call) = world.call(ucid, did) else {
        return Err(Saying::UnknownCall {
            ucid: ucid.to_owned(),
            did: did.to_owned(),
        });
    };
    if call.agent != agent {
        return Err(Saying::InvalidAgent);
    }
    if request.text("disposition").is_none() {
        return Err(Saying::EmptyDisposition);
    }
    Ok(())
}

/// Answers as CloudAgent would, and changes `world` accordingly.
pub(crate) fn answer(world: &mut World, request: &Request) -> Answer {
    let Some(route) = route(request) else {
        return unchanged(Reply::new(404, "text/html; charset=UTF-8", NOT_FOUND));
    };
    if request.method != route.method {
        let plain = "text/plain; charset=UTF-8";
        return unchanged(Reply::new(405, plain, "405 Method Not Allowed"));
    }
    (route.api)(world, request)
}

/// What a request is for; `None` where nothing is at its path.
pub(crate) fn endpoint(request: &Request) -> Option<Endpoint> {
    route(request).map(|route| (route.endpoint)(request))
}

struct Route {
    path: &'static str,
    method: &'static str,
    endpoint: fn(&Request) -> Endpoint,
    api: fn(&mut World, &Request) -> Answer,
}

fn route(request: &Request) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == request.path)
}

/// Whether what is at this path takes its parameters from a body, also of a GET.
pub(crate) fn reads_body(path: &str) -> bool {
    [report::BY_UCID, report::BY_DAY].contains(&path)
}

static ROUTES: [Route; 7] = [
    Route {
        path: "/CAServices/Disposition/DispositionAPIV2.php",
        method: "GET",
        endpoint: |_| Endpoint::Disposition,
        api: get::set_v2,
    },
    Route {
        path: "/CAServices/Disposition/DispositionAPIV3.php",
        method: "GET",
        endpoint: |_| Endpoint::Disposition,
        api: get::set_v3,
    },
    Route {
        path: "/CAServices/Disposition/DispositionAPI.php",
        method: "GET",
        endpoint: |_| Endpoint::List,
        api: get::list,
    },
    Route {
        path: "/ca_apis/DispositionAPIV2",
        method: "POST",
        endpoint: post::endpoint,
        api: post::set_or_list,
    },
    Route {
        path: "/ca_apis/CAToken/generateToken",
        method: "POST",
        endpoint: |_| Endpoint::Token,
        api: token::generate,
    },
    Route {
        path: report::BY_UCID,
        method: "GET",
        endpoint: |_| Endpoint::Report,
        api: report::of_call,
    },
    Route {
        path: report::BY_DAY,
        method: "GET",
        endpoint: |_| Endpoint::Report,
        api: report::of_day,
    },
];

const NOT_FOUND: &str = "<html><head><title>404 Not Found</title></head>\
    <body><h1>Not Found</h1><p>The requested URL was not found on this server.</p></body></html>";

fn unchanged(reply: Reply) -> Answer {
    Answer {
        reply,
        changed: false,
    }
}

/// What a request for a disposition is told: it changed something unless it was refused.
fn told(voice: Voice, result: Result<Saying, Saying>) -> Answer {
    let changed = result.is_ok();
    let (Ok(saying) | Err(saying)) = result;
    Answer {
        reply: spoken(voice, &saying),
        changed,
    }
}

/// The JSON form of a saying, its keys in the order in which the pages print them.
fn spoken(voice: Voice, saying: &Saying) -> Reply {
    let (status, key) = saying.form(voice);
    let text = saying.text(voice);
    let printed = Printed {
        status,
        details: (key == Key::Details).then(|| text.clone()),
        message: (key != Key::Details).then_some(text),
        data: (key == Key::MessageAndData).then_some(Value::Null),
    };
    json_reply(voice, &printed)
}

#[derive(Serialize)]
struct Printed {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

/// The names of a campaign's dispositions.
fn listed(voice: Voice, names: &[String]) -> Reply {
    let (status, details) = ("Success", names);
    json_reply(voice, &List { status, details })
}

#[derive(Serialize)]
struct List<'a> {
    status: &'static str,
    details: &'a [String],
}

fn json_reply(voice: Voice, value: &impl Serialize) -> Reply {
    // PHP says text/html unless it is told otherwise; nothing may depend on it.
    let content_type = if voice == Voice::Post {
        "application/json"
    } else {
        "text/html; charset=UTF-8"
    };
    // Texts and names only: this cannot fail, and an empty body would show if it did.
    let body = serde_json::to_vec(value).unwrap_or_default();
    Reply::new(200, content_type, body)
}
