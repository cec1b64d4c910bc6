//! Known texts, found by their length: the index is made of a table's rows when this is compiled.
//! Few of the vendor's texts are of the same length, so hardly any is compared in vain.

use super::eight;

/// No known text is longer, in bytes.
const LONGEST: usize = 63;

/// Known texts by their length: see [`eight::is_known_text`].
#[derive(Debug)]
pub(super) struct ByLength<const COUNT: usize> {
    texts: [&'static str; COUNT],
    /// The places of the texts, those of the shortest first.
    places: [u8; COUNT],
    /// Where those of each length begin in `places`, up to one beyond the longest.
    begins: [u8; LONGEST + 2],
}

impl<const COUNT: usize> ByLength<COUNT> {
    /// The index of texts; an empty one is found by nothing.
    pub(super) const fn of(texts: [&'static str; COUNT]) -> Self {
        let mut index = Self {
            texts,
            places: [0; COUNT],
            begins: [0; LONGEST + 2],
        };
        let (mut len, mut placed) = (1, 0);
        while len <= LONGEST {
            index.begins[len] = placed as u8;
            let mut place = 0;
            while place < COUNT {
                if texts[place].len() == len {
                    index.places[placed] = place as u8;
                    placed += 1;
                }
                place += 1;
            }
            len += 1;
        }
        index.begins[LONGEST + 1] = placed as u8;
        let mut place = 0;
        while place < COUNT {
            assert!(texts[place].len() <= LONGEST && eight::is_known_text(texts[place]));
            place += 1;
        }
        index
    }

    /// The place of the text that this one is, its letters in either case.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let begin = *self.begins.get(text.len())?;
        let end = *self.begins.get(text.len() + 1)?;
        let of_this_length = self.places.get(usize::from(begin)..usize::from(end))?;
        let mut places = of_this_length.iter().map(|place| usize::from(*place));
        places.find(|place| eight::are(text.as_bytes(), self.texts[*place]))
    }
}

/// Known texts that others begin with, of eight bytes and more.
#[derive(Debug)]
pub(super) struct Beginnings<const COUNT: usize> {
    texts: [&'static str; COUNT],
    heads: [u64; COUNT],
}

impl<const COUNT: usize> Beginnings<COUNT> {
    pub(super) const fn of(texts: [&'static str; COUNT]) -> Self {
        let mut heads = [0; COUNT];
        let mut place = 0;
        while place < COUNT {
            assert!(eight::is_known_text(texts[place]));
            heads[place] = match eight::head(texts[place]) {
                Some(head) => head,
                None => panic!("it has less than eight bytes"),
            };
            place += 1;
        }
        Self { texts, heads }
    }

    /// The place of the first text that this one begins with, its letters in either case.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let head = eight::head(text)?;
        (0..COUNT).find(|&place| {
            eight::are_same(head, self.heads[place]) && {
                let beginning = self.texts[place];
                let begin = text.as_bytes().get(..beginning.len());
                begin.is_some_and(|begin| eight::are(begin, beginning))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_found_and_no_other() {
        static INDEX: ByLength<6> = ByLength::of(["fail", "ok", "", "true", "success", "failure"]);
        for (text, place) in [("FAIL", 0), ("Ok", 1), ("true", 3), ("Failure", 5)] {
            assert_eq!(INDEX.find(text), Some(place), "{text}");
        }
        let long = "x".repeat(100);
        for text in [
            "",
            "x",
            "false",
            "fai",
            "tru\u{E9}",
            &long,
            &long[..63],
            &long[..64],
        ] {
            assert_eq!(INDEX.find(text), None, "{text}");
        }
    }

    #[test]
    fn a_beginning_is_found_wherever_the_text_ends() {
        static INDEX: Beginnings<2> = Beginnings::of(["invalid ucid", "invalid action"]);
        assert_eq!(INDEX.find("Invalid UCID"), Some(0));
        assert_eq!(INDEX.find("invalid action -> \u{E9}"), Some(1));
        for text in [
            "",
            "invalid",
            "invalid uci",
            "invalid uci\u{E9}",
            "an invalid ucid",
        ] {
            assert_eq!(INDEX.find(text), None, "{text}");
        }
    }
}
