//! Program texts with gaps: the words of a program stand in a file of its own language, and what a
//! state chooses is filled in.
//!
//! `«name»` is replaced by the value of a name. Lines that begin with `@` are instructions:
//!
//! ```text
//! @if overflow=saturate
//! steps = np.clip(steps, -448, 448)
//! @else
//! ...
//! @end
//! ```
//!
//! `@if name` holds where the value is neither empty nor `false`, `@if name=a|b` where it is one of
//! these. A name that nobody has set stays as it stands, which the tests look for.

use std::fmt::Display;

/// The values of the names in a template.
#[derive(Clone, Debug, Default)]
pub struct Names(Vec<(&'static str, String)>);

impl Names {
    /// Gives a name its value; the last one counts.
    pub fn set(&mut self, name: &'static str, value: impl Display) -> &mut Self {
        let value = value.to_string();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
        self
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether a condition of the templates holds.
    #[must_use]
    pub fn holds(&self, condition: &str) -> bool {
        match condition.split_once('=') {
            Some((name, values)) => {
                let value = self.get(name).unwrap_or_default();
                values.split('|').any(|one| one == value)
            }
            None => !matches!(self.get(condition), None | Some("" | "false")),
        }
    }

    /// The template with these values. A value of several lines stands where its line stands.
    #[must_use]
    pub fn fill(&self, template: &str) -> String {
        let mut text = String::with_capacity(template.len());
        // For every `@if` around: whether its lines are taken, and whether all around it are.
        let mut open: Vec<(bool, bool)> = Vec::new();
        let mut blank = 0;
        for line in template.lines() {
            let taken = open.last().is_none_or(|(own, around)| *own && *around);
            let instruction = line.trim_start();
            if let Some(condition) = instruction.strip_prefix("@if ") {
                open.push((self.holds(condition.trim()), taken));
            } else if instruction == "@else" {
                if let Some((own, _)) = open.last_mut() {
                    *own = !*own;
                }
            } else if instruction == "@end" {
                open.pop();
            } else if taken {
                for line in self
                    .filled(line)
                    .lines()
                    .chain(line.is_empty().then_some(""))
                {
                    // What is left out leaves no hole.
                    blank = if line.is_empty() { blank + 1 } else { 0 };
                    if blank <= 2 && !(line.is_empty() && text.is_empty()) {
                        text.push_str(line.trim_end());
                        text.push('\n');
                    }
                }
            }
        }
        text
    }

    fn filled(&self, line: &str) -> String {
        let mut text = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('\u{ab}') {
            let Some((name, behind)) = after.split_once('\u{bb}') else {
                break;
            };
            text.push_str(before);
            match self.get(name) {
                Some(value) => text.push_str(value),
                None => text.push_str(&format!("\u{ab}{name}\u{bb}")),
            }
            rest = behind;
        }
        text + rest
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn gaps_are_filled_and_lines_left_out() {
        let mut names = Names::default();
        names
            .set("bits", 4)
            .set("rounding", "up")
            .set("signed", false);
        let text = "a = «bits»\n@if signed\nsigned\n@if bits\nboth\n@end\n@else\nnot\n@end\n\
                    @if rounding=down|up\n«bits»«rounding» «other»\n@end\n";
        assert_eq!(names.fill(text), "a = 4\nnot\n4up «other»\n");
    }

    #[test]
    fn a_value_of_several_lines_stands_in_place() {
        let mut names = Names::default();
        names.set("piece", "one\n\n\n\ntwo").set("none", "");
        assert_eq!(
            names.fill("0\n«piece»\n«none»\n3\n"),
            "0\none\n\n\ntwo\n3\n"
        );
    }
}
