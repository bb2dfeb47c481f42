//! Rules of free text.

use mangakai_script::is_blank;

use crate::limits::MAX_INSTRUCTION_CHARS;

/// Text that can be stored and shown everywhere; what is wrong with it, otherwise.
pub fn checked_text(text: &str) -> Result<(), String> {
    match text.contains('\0') {
        true => Err("must not hold NUL characters".to_owned()),
        false => Ok(()),
    }
}

/// An instruction, trimmed; what is wrong with it, otherwise.
pub fn checked_instruction(text: &str) -> Result<String, String> {
    checked_text(text)?;
    let text = text.trim();
    if text.chars().all(is_blank) {
        return Err("must say what should be different".to_owned());
    }
    let chars = text.chars().count();
    if chars > MAX_INSTRUCTION_CHARS {
        return Err(format!(
            "must have at most {MAX_INSTRUCTION_CHARS} characters, not {chars}"
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_says_something_and_not_too_much() {
        assert_eq!(checked_instruction(" more rain ").unwrap(), "more rain");
        for odd in ["", "  \n", "a\0b", &"x".repeat(MAX_INSTRUCTION_CHARS + 1)] {
            assert!(checked_instruction(odd).is_err());
        }
    }
}
