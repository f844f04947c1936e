//! Text that is read as it comes: no more of it is in memory than a buffer and one number.

mod characters;
mod fields;
mod table;
mod tokens;

pub use characters::Characters;
pub use table::Table;
pub use tokens::Tokens;

use quantscope::signal::{Place, ReadError};

/// The longest number or heading, in bytes. A float written out in full has about 1100 digits; what is
/// longer is no text of numbers.
const LONGEST: usize = 1 << 16;

/// Adds a character to a number or heading that is read.
fn grow(text: &mut String, c: char, place: Place) -> Result<(), ReadError> {
    if text.len() >= LONGEST {
        return Err(ReadError {
            place,
            message: format!(
                "{LONGEST} bytes without a separator are no number; separate numbers by white space or commas, and close quotes"
            ),
        });
    }
    text.push(c);
    Ok(())
}
