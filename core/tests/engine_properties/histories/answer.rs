//! What the server, the store and the host's source answer.

use cloudagent_disposition::engine::{Event, WallMillis};
use cloudagent_disposition::{HttpReply, StoreAnswer, StoreOperation, Token};

use super::TOKEN;
use super::track::Out;
use super::world::World;
use crate::model::REPLIES;

impl World {
    /// The answer to a store's step, as the store is now.
    fn carry_out(&mut self, operation: &StoreOperation, choice: usize) -> StoreAnswer {
        match (operation, choice) {
            (_, 9) => StoreAnswer::Failed,
            (StoreOperation::Get { .. }, _) => match &self.store {
                None => StoreAnswer::Nothing,
                Some((bytes, version)) => StoreAnswer::Found {
                    bytes: bytes.clone(),
                    version: version.to_string(),
                },
            },
            (StoreOperation::PutIf { .. }, 8) => StoreAnswer::Conflict,
            (StoreOperation::PutIf { version, bytes, .. }, _) => {
                let is = self.store.as_ref().map(|(_, version)| version.to_string());
                if is != *version {
                    return StoreAnswer::Conflict;
                }
                self.writings += 1;
                self.store = Some((bytes.clone(), self.writings));
                StoreAnswer::Written
            }
            (other, _) => panic!("{other:?}"),
        }
    }

    /// What answers what is out.
    pub(super) fn answer(&mut self, seq: u32, out: &Out, choice: usize) -> Event {
        let wall = WallMillis(match choice {
            7 => 0,
            _ => 1_764_000_000_000 + self.now.min(1 << 40),
        });
        match out {
            Out::Disposition { .. } => reply(seq, choice),
            Out::Fetch if choice % 4 != 3 => {
                self.tokens += 1;
                let body = format!(r#"{{"token": "{TOKEN}{}"}}"#, self.tokens);
                let reply = HttpReply {
                    status: 200,
                    body: body.into_bytes(),
                    ..HttpReply::default()
                };
                Event::Reply { seq, reply, wall }
            }
            Out::Fetch => reply(seq, choice),
            Out::Store(operation) => {
                let answer = self.carry_out(operation, choice);
                Event::Stored { seq, answer, wall }
            }
            Out::Token if choice == 9 => {
                let token = Token::new("");
                Event::TokenGiven { seq, token, wall }
            }
            Out::Token => {
                self.tokens += 1;
                let token = Token::new(format!("{TOKEN}{}", self.tokens));
                Event::TokenGiven { seq, token, wall }
            }
        }
    }
}

pub(super) fn reply(seq: u32, words: usize) -> Event {
    let words = &REPLIES[words];
    let reply = HttpReply {
        status: words.status,
        body: words.body.as_bytes().to_vec(),
        retry_after: words.retry_after.map(str::to_owned),
        ..HttpReply::default()
    };
    let wall = WallMillis(0);
    Event::Reply { seq, reply, wall }
}
