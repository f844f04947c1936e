//! Every code of the format: a row is a sign and upper bits, a column lower bits.

use crate::web::dom::{View, view};
use crate::web::live::{Kept, derived, effect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::Room;
use crate::lesson::cell::Cell;
use crate::lesson::chart::Table;
use crate::lesson::words::hex;
use crate::plot::{format_number, power_of_two};
use crate::quant::{Class, Format};
use crate::web::layout::hidden;
use crate::web::take::SaveTable;

/// More rows than this are not read any more.
const MAX_ROWS: u32 = 32;
/// Rows of the window into a format of more than 8 bits.
const WINDOW_ROWS: u32 = 16;

/// How the codes are laid out.
#[derive(Clone, Copy, PartialEq)]
struct Plan {
    format: Format,
    /// Bits of the code below the columns: 0 unless the grid is a window.
    below: u32,
    /// Bits that make the columns.
    column_bits: u32,
    /// The rows shown, in units of the bits above the columns.
    first_row: u32,
    rows: u32,
}

impl Plan {
    fn new(format: Format, code: u32) -> Self {
        let magnitude_bits = format.exponent_bits + format.mantissa_bits;
        if magnitude_bits <= 8 {
            // Columns are the mantissa; where that leaves too many rows, the low
            // exponent bits join them.
            let needed = magnitude_bits.saturating_sub(MAX_ROWS.ilog2());
            let column_bits = format.mantissa_bits.max(needed);
            return Self {
                format,
                below: 0,
                column_bits,
                first_row: 0,
                rows: 1 << (magnitude_bits - column_bits),
            };
        }
        let column_bits = format.mantissa_bits.min(3);
        let below = format.mantissa_bits - column_bits;
        let all_rows = 1 << format.exponent_bits;
        let rows = WINDOW_ROWS.min(all_rows);
        let row = (code & ((1 << magnitude_bits) - 1)) >> (below + column_bits);
        // The window moves in half its height, so that it rests while one steps.
        let first_row = (row / (rows / 2).max(1) * (rows / 2).max(1))
            .saturating_sub(rows / 4)
            .min(all_rows - rows);
        Self {
            format,
            below,
            column_bits,
            first_row,
            rows,
        }
    }

    fn halves(&self) -> u32 {
        if self.format.signed { 2 } else { 1 }
    }

    fn columns(&self) -> u32 {
        1 << self.column_bits
    }

    fn code(&self, half: u32, row: u32, column: u32) -> u32 {
        let magnitude_bits = self.format.exponent_bits + self.format.mantissa_bits;
        half << magnitude_bits | row << (self.column_bits + self.below) | column << self.below
    }

    /// The codes that are shown, and their values.
    fn table(&self) -> Table {
        let halves = 0..self.halves();
        let rows =
            halves.flat_map(|half| (0..self.rows).map(move |row| (half, self.first_row + row)));
        let codes = rows.flat_map(|(half, row)| {
            (0..self.columns()).map(move |column| self.code(half, row, column))
        });
        let line = |code: u32| {
            let value = Cell::number(f64::from(self.format.decode(code)), 9);
            vec![code.to_string(), hex(&self.format, code), value.plain()]
        };
        Table::new(["code", "hexadecimal", "value"], codes.map(line).collect())
    }

    fn row_label(&self, row: u32) -> String {
        let width = (self.format.exponent_bits + self.format.mantissa_bits
            - self.column_bits
            - self.below) as usize;
        if width == 0 {
            String::new()
        } else {
            format!("{row:0width$b}")
        }
    }

    fn column_label(&self, column: u32) -> String {
        let width = self.column_bits as usize;
        if width == 0 {
            return "code".to_owned();
        }
        let dot = if self.column_bits <= self.format.mantissa_bits {
            "."
        } else {
            ""
        };
        let dots = if self.below > 0 { "\u{2026}" } else { "" };
        format!("{dot}{column:0width$b}{dots}")
    }
}

#[component]
pub fn Grid() -> View {
    let room = expect_context::<Room>();
    let plan =
        Kept::new(move || Plan::new(room.chosen.with(|chosen| chosen.format), room.code.get()));
    let hide = hidden("grid");
    let keys = move |event: KeyboardEvent| {
        let plan = plan.get_untracked();
        let code = room.code.get_untracked();
        let row_step = 1_i64 << (plan.column_bits + plan.below);
        let step = match event.key().as_str() {
            "ArrowLeft" => -(1_i64 << plan.below),
            "ArrowRight" => 1_i64 << plan.below,
            "ArrowUp" => -row_step,
            "ArrowDown" => row_step,
            _ => return,
        };
        event.prevent_default();
        let next = i64::from(code) + step;
        if (0..i64::from(plan.format.code_count())).contains(&next) {
            room.select(next as u32);
        }
    };
    let click = move |event: web_sys::MouseEvent| {
        let cell = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("[data-code]").ok().flatten());
        if let Some(code) = cell.and_then(|cell| cell.get_attribute("data-code")?.parse().ok()) {
            room.select(code);
        }
    };
    let active = move || {
        let plan = plan.get();
        let code = room.code.get();
        format!("code-{}", code >> plan.below << plan.below)
    };
    // One cell changes its looks, not all 256 of them.
    let mut marked = None::<String>;
    effect(move || {
        plan.track();
        let active = active();
        let mark = |id: &str, selected: bool| {
            if let Some(cell) = document().get_element_by_id(id) {
                // Fails for names that are no class names; these are.
                let _ = cell.class_list().toggle_with_force("selected", selected);
                let _ =
                    cell.set_attribute("aria-selected", if selected { "true" } else { "false" });
            }
        };
        if let Some(previous) = &marked {
            mark(previous, false);
        }
        mark(&active, true);
        marked = Some(active);
    });
    let caption = move || {
        let plan = plan.get();
        let windowed = if plan.below > 0 {
            format!(
                "Of {} codes, those near the selected one; a cell stands for {} codes and shows the first. ",
                crate::lesson::words::grouped(u64::from(plan.format.code_count())),
                1_u32 << plan.below
            )
        } else {
            String::new()
        };
        format!("{windowed}A row is a sign and an exponent, a column a mantissa. ")
    };
    view! {
        <figure class="grid" data-chart="grid" hidden=hide>
            <figcaption>
                <b>"Every code."</b>" "{caption}<span class="keys">"Arrow keys walk. "</span>
                "Colour is the exponent; hatched is subnormal."
            </figcaption>
            <div class="halves" on:click=click>
                {move || {
                    let plan = plan.get();
                    let long = plan.row_label(0).len() > 6;
                    (0..plan.halves()).map(|half| view! {
                        <table
                            role="grid"
                            tabindex="0"
                            aria-label=if half == 1 { "Negative codes" } else { "Positive codes" }
                            aria-activedescendant=active
                            class:long=long
                            class:current=move || {
                                let format = plan.format;
                                !format.signed || room.code.get() >> (format.bits() - 1) == half
                            }
                            on:keydown=keys
                        >
                            <thead><tr>
                                <td></td>
                                {(0..plan.columns()).map(|column| view! { <th scope="col">{plan.column_label(column)}</th> }).collect::<Vec<_>>()}
                            </tr></thead>
                            <tbody>
                                {(plan.first_row..plan.first_row + plan.rows).map(|row| view! {
                                    <tr>
                                        <th scope="row">{plan.row_label(row)}</th>
                                        {(0..plan.columns()).map(|column| cell(plan, plan.code(half, row, column))).collect::<Vec<_>>()}
                                    </tr>
                                }).collect::<Vec<_>>()}
                            </tbody>
                        </table>
                    }).collect::<Vec<_>>()
                }}
            </div>
            <SaveTable id="codes" name="every code" table=derived(move || plan.get().table())/>
        </figure>
    }
}

fn cell(plan: Plan, code: u32) -> View {
    let format = plan.format;
    let value = f64::from(format.decode(code));
    let class = match format.classify(code) {
        Class::Zero => "zero",
        Class::Subnormal => "subnormal",
        Class::Normal => "normal",
        Class::Infinite | Class::Nan => "special",
    };
    // How far up the exponents, in eighths: the style sheet has a tint for each.
    let exponents = (1_u32 << format.exponent_bits).max(2) - 1;
    let tint = (format.fields(code).exponent * 8).div_ceil(exponents);
    view! {
        <td
            id=format!("code-{code}")
            data-code=code.to_string()
            class=format!("{class} tint-{tint} sign-{}", format.fields(code).sign)
            aria-selected="false"
            title=format!("{} = {}", hex(&format, code), format_number(value, 9))
        >{short(value, format.mantissa_bits == 0)}</td>
    }
}

/// A value as a cell has room for it.
fn short(value: f64, powers_of_two: bool) -> String {
    if value == 0.0 && value.is_sign_negative() {
        return "\u{2212}0".to_owned();
    }
    let exact = format_number(value, 4);
    let digits = exact.chars().filter(char::is_ascii_digit).count();
    if digits <= 4 || (value.fract() == 0.0 && value.abs() < 1e6) || !value.is_finite() {
        return exact;
    }
    let exponent = value.abs().log2();
    if powers_of_two && exponent.fract() == 0.0 {
        let sign = if value < 0.0 { "\u{2212}" } else { "" };
        return format!("{sign}{}", power_of_two(exponent as i32));
    }
    // No room for all of it: the title and the formula have the rest.
    let magnitude = value.abs();
    let rounded = if (0.0999..1e4).contains(&magnitude) {
        format!("{value:.3}")
    } else if (0.000_999..0.1).contains(&magnitude) {
        format!("{value:.4}").replacen("0.", ".", 1)
    } else {
        format!("{value:.0e}")
    };
    rounded.replace('-', "\u{2212}")
}
