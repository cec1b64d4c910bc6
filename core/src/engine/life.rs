//! How long a token is kept.

use crate::account::Token;

/// How long a token is kept of whose end nothing is known, and at most where it was read from a store.
pub(super) const LONGEST_LIFE: u64 = 55 * 60_000;

/// So much before its end a token is used no more.
pub(super) const END_MARGIN: u64 = 60_000;

/// The end that a token names is believed where it lies so far ahead.
const BELIEVED: std::ops::RangeInclusive<u64> = 60_000..=65 * 60_000;

/// How long a token is kept that came at this moment of the world's time, and until which moment of
/// it the token lasts: by the end that it names itself, where that can be believed.
pub(super) fn life_of(token: &Token, wall: u64) -> (u64, Option<u64>) {
    if wall == 0 {
        return (LONGEST_LIFE, None);
    }
    let end = end_of(token.expose()).and_then(|seconds| seconds.checked_mul(1_000));
    match end.filter(|end| BELIEVED.contains(&end.saturating_sub(wall))) {
        Some(end) => (end - wall - END_MARGIN, Some(end)),
        None => (LONGEST_LIFE, wall.checked_add(LONGEST_LIFE + END_MARGIN)),
    }
}

/// The `exp` of a JWT, in seconds since 1970. It is believed for nothing else.
fn end_of(token: &str) -> Option<u64> {
    #[derive(serde::Deserialize)]
    struct Claims {
        exp: serde_json::Number,
    }
    let mut parts = token.split('.');
    let (_, claims, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
        return None;
    };
    let claims: Claims = serde_json::from_slice(&unbase64url(claims)?).ok()?;
    // Some services write it as 1764455000.0.
    let exp = claims.exp.as_u64().or_else(|| {
        let exp = claims.exp.as_f64()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole seconds within range"
        )]
        (0.0..=9e15).contains(&exp).then_some(exp as u64)
    })?;
    Some(exp)
}

/// The bytes of base64url without padding, as a JWT's parts are.
fn unbase64url(text: &str) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(text.len() * 3 / 4 + 3));
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count).to_le_bytes()[0]);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{"exp":1764455000}` and `{"exp":"soon"}`.
    const WITH_END: &str = "e30.eyJleHAiOjE3NjQ0NTUwMDB9.c2ln";
    const WITH_WORD: &str = "e30.eyJleHAiOiJzb29uIn0.c2ln";

    #[test]
    fn an_end_is_believed_where_it_can_be_true() {
        let end = 1_764_455_000_000;
        let told = |text: &str, wall| life_of(&Token::new(text), wall);
        for (ahead, life) in [
            (60_000, 0),
            (60_001, 1),
            (3_600_000, 3_540_000),
            (3_900_000, 3_840_000),
        ] {
            assert_eq!(told(WITH_END, end - ahead), (life, Some(end)), "{ahead}");
        }
        for ahead in [0, 59_999, 3_900_001] {
            let wall = end - ahead;
            let unknown = (LONGEST_LIFE, Some(wall + LONGEST_LIFE + END_MARGIN));
            assert_eq!(told(WITH_END, wall), unknown, "{ahead}");
        }
        assert_eq!(told(WITH_END, 0), (LONGEST_LIFE, None));
        for text in [
            WITH_WORD,
            "opaque",
            "a.b",
            "e30.e30.c",
            "e30.!.c",
            "a.b.c.d",
        ] {
            assert_eq!(told(text, end).0, LONGEST_LIFE, "{text}");
        }
    }
}
