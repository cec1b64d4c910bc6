//! What is shown of a text, and what is read in it.

use super::is_space;

pub(super) fn shown(text: &str) -> String {
    text.chars()
        .take(256)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

pub(super) fn number_after(text: &str, word: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let letter = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphabetic);
    let letter_or_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphanumeric);
    let mut at = (0..chars.len()).find(|&at| {
        let here: String = chars[at..].iter().take(word.len()).collect();
        here.eq_ignore_ascii_case(word)
            && !(at > 0 && letter_or_digit(at - 1))
            && !letter(at + word.len())
    })? + word.len();
    while chars
        .get(at)
        .is_some_and(|c| is_space(*c) || "[](){}<>:\"'`“”„‟‘’‚‛".contains(*c))
    {
        at += 1;
    }
    let number: String = chars[at..]
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '+' || **c == '*')
        .collect();
    number
        .contains(|c: char| c.is_ascii_digit())
        .then(|| shown(&number))
}
