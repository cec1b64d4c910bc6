//! From a fault to what goes over the socket. A new fault is a variant of [`Fault`] and a few lines
//! here.

use std::time::Duration;

use crate::fault::Fault;
use crate::vendor::Reply;

/// What a connection does about one request.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// A whole reply, by HTTP's rules; the connection is kept.
    Reply(Reply),
    /// The same, late.
    Late { reply: Reply, after: Duration },
    /// These steps on the bare socket, after which it is closed (FIN).
    Socket(Vec<Step>),
}

/// One thing done to a bare socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Send(Vec<u8>),
    Drip {
        bytes: Vec<u8>,
        every: Duration,
    },
    /// The chunk again and again until the peer has gone.
    DripForever {
        chunk: &'static [u8],
        every: Duration,
    },
    /// Reads and drops what comes until the peer has gone.
    Silence,
    /// Closes with RST instead of FIN. Nothing follows it.
    Reset,
}

/// A success in the vendor's words: a client that follows a redirect here and believes it is wrong.
pub(crate) fn trap_reply() -> Reply {
    let words = r#"{"status":"Success","details":"Disposition saved successfully"}"#;
    Reply::new(200, "application/json", words)
}

/// What `fault` makes of the honest reply.
pub(crate) fn act(fault: &Fault, honest: Reply, trap_url: &str) -> Action {
    match fault {
        Fault::None => Action::Reply(honest),
        // The listener's own faults let no request through; one that was under way gets nothing.
        Fault::Refuse | Fault::NeverAccept | Fault::ResetWhileReading | Fault::Silent => {
            Action::Socket(vec![Step::Silence])
        }
        Fault::Delay { ms } => Action::Late {
            reply: honest,
            after: Duration::from_millis(*ms),
        },
        Fault::Drip { every_ms, endless } => Action::Socket(drip(&honest, *every_ms, *endless)),
        Fault::DripHeaders { every_ms } => Action::Socket(vec![
            Step::Send(b"HTTP/1.1 200 OK\r\nx-drip: ".to_vec()),
            Step::DripForever {
                chunk: b".",
                every: Duration::from_millis(*every_ms),
            },
        ]),
        Fault::ResetBeforeApplied | Fault::ResetAfterApplied => Action::Socket(vec![Step::Reset]),
        Fault::CloseBeforeApplied | Fault::CloseAfterApplied => Action::Socket(Vec::new()),
        Fault::HalfBody => {
            let length = format!("content-length: {}", honest.body.len());
            let mut bytes = head(&honest, &length);
            bytes.extend_from_slice(&honest.body[..honest.body.len() / 2]);
            Action::Socket(vec![Step::Send(bytes)])
        }
        Fault::OddHeaders => {
            let mut bytes = head(&honest, &odd_headers(honest.body.len()));
            bytes.extend_from_slice(&honest.body);
            Action::Socket(vec![Step::Send(bytes)])
        }
        Fault::Html502 => Action::Reply(Reply::new(502, "text/html", HTML_502)),
        Fault::RateLimited { retry_after } => {
            let mut reply = Reply::new(429, "text/plain", "Too Many Requests");
            let header = retry_after
                .iter()
                .map(|value| ("retry-after".to_owned(), value.clone()));
            reply.headers.extend(header);
            Action::Reply(reply)
        }
        Fault::Redirect { status } => {
            let mut reply = Reply::new((*status).into(), "text/html", "<html>Moved</html>");
            reply
                .headers
                .push(("location".to_owned(), format!("{trap_url}/trap")));
            Action::Reply(reply)
        }
        Fault::HugeBody { bytes } => {
            let mut body = br#"{"padding":""#.to_vec();
            body.resize(bytes.saturating_sub(2).max(body.len()), b'x');
            body.extend_from_slice(br#""}"#);
            Action::Reply(Reply::new(200, "application/json", body))
        }
        Fault::ManyRows { rows } => Action::Reply(Reply {
            body: with_rows(&honest.body, *rows),
            ..honest
        }),
        Fault::DamagedText => Action::Reply(Reply {
            body: damaged(&honest.body),
            ..honest
        }),
    }
}

/// A report with rows of other calls before its own; what is no report stays as it is.
fn with_rows(report: &[u8], rows: usize) -> Vec<u8> {
    let Some(own) = report.strip_prefix(LIST) else {
        return report.to_vec();
    };
    let mut body = LIST.to_vec();
    for number in 0..rows {
        let is_last = number + 1 == rows && own.starts_with(b"]");
        let comma = if is_last { "" } else { "," };
        let row = format!(
            r#"{{"CallID":9{number:016},"AgentID":"nobody","Disposition":"Other","UCID":9{number:016}}}{comma}"#
        );
        body.extend_from_slice(row.as_bytes());
    }
    body.extend_from_slice(own);
    body
}

const LIST: &[u8] = br#"{"details":["#;

/// Letters outside ASCII without their last byte.
fn damaged(text: &[u8]) -> Vec<u8> {
    let starts = |byte: u8| !(0x80..0xC0).contains(&byte);
    let next = text.iter().copied().skip(1).map(Some).chain([None]);
    let pairs = text.iter().copied().zip(next);
    let is_last = |byte: u8, next: Option<u8>| byte >= 0x80 && next.is_none_or(starts);
    let kept = pairs.filter(|(byte, next)| !is_last(*byte, *next));
    kept.map(|(byte, _)| byte).collect()
}

const HTML_502: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n\
    <body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

fn drip(honest: &Reply, every_ms: u64, endless: bool) -> Vec<Step> {
    let every = Duration::from_millis(every_ms);
    // Without a length the body lasts as long as the connection does.
    let last_header = match endless {
        true => "x-drip: endless".to_owned(),
        false => format!("content-length: {}", honest.body.len()),
    };
    let bytes = honest.body.clone();
    let head = Step::Send(head(honest, &last_header));
    let mut steps = vec![head, Step::Drip { bytes, every }];
    if endless {
        steps.push(Step::DripForever { chunk: b" ", every });
    }
    steps
}

/// A multi-line policy out of somebody's configuration, a careless name, a debugging proxy's many.
fn odd_headers(length: usize) -> String {
    let many = (0..150).map(|number| format!("x-debug-{number}: y\r\n"));
    let many: String = many.collect();
    format!(
        "content-security-policy: default-src 'self';\r\n  img-src *\r\nx odd: 1\r\n{many}\
         content-length: {length}"
    )
}

/// The bytes of a reply's head, for a connection that ends with it.
fn head(reply: &Reply, last_header: &str) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {} OK\r\n", reply.status);
    for (name, value) in &reply.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("connection: close\r\n{last_header}\r\n\r\n"));
    text.into_bytes()
}
