//! The functions of a module in an order in which compression finds them alike.
//!
//! A compiler writes functions in the order in which it comes by them. Thousands here are one generic
//! function over and over, for other types, and compression pays for how far back it has to point. So
//! functions of one type and about one length stand together, sorted by their bytes. Measured on this
//! page: 5 % less of the one file's module with LZMA, 2 % less of the first visit's with brotli. The
//! order of functions means nothing to a program.

use anyhow::{Context, Result};
use std::convert::Infallible;
use std::fs;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// Sorts the functions of a module, in its place.
pub fn sort_functions(module: &Path) -> Result<()> {
    let bytes = fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
    let sorted = sorted(&bytes)
        .with_context(|| format!("The functions of {} cannot be sorted", module.display()))?;
    fs::write(module, sorted).with_context(|| format!("{} cannot be written", module.display()))
}

fn sorted(module: &[u8]) -> Result<Vec<u8>> {
    let mut order = Order::of(module)?;
    let mut sorted = Module::new();
    order.parse_core_module(&mut sorted, Parser::new(0), module)?;
    Ok(sorted.finish())
}

/// Where each function goes.
struct Order {
    /// How many functions are imported: these come first and stay.
    imported: usize,
    /// The functions defined here by their old places, in the new order.
    old: Vec<usize>,
    /// Their new places, in the old order.
    new: Vec<usize>,
}

impl Order {
    fn of(module: &[u8]) -> Result<Order> {
        let (mut imported, mut types, mut bodies) = (0, Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => {
                    types = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        let mut functions: Vec<_> = types.into_iter().zip(bodies).enumerate().collect();
        functions.sort_by_key(|&(_, (kind, body))| (kind, body.len().checked_ilog2(), body));
        let old: Vec<usize> = functions.into_iter().map(|(place, _)| place).collect();
        let mut new = vec![0; old.len()];
        for (place, &from) in old.iter().enumerate() {
            new[from] = place;
        }
        Ok(Order { imported, old, new })
    }
}

impl Reencode for Order {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let defined = (function as usize).checked_sub(self.imported);
        let place = defined.and_then(|old| self.new.get(old));
        // As many functions as a 32-bit number can count.
        Ok(place.map_or(function, |place| (self.imported + place) as u32))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for kind in self.old.iter().filter_map(|&place| types.get(place)) {
            functions.function(*kind);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies: Vec<FunctionBody<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        for place in self.old.clone() {
            if let Some(body) = bodies.get(place) {
                utils::parse_function_body(self, code, body.clone())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
        ImportSection, RefType, TableSection, TableType, TypeSection,
    };

    /// A module that imports a function and defines these: each the number of its type, and whom it calls.
    fn module(functions: &[(u32, &[u32])], exported: u32) -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([wasm_encoder::ValType::I32], []);
        let mut imports = ImportSection::new();
        imports.import("a", "b", EntityType::Function(0));
        let (mut kinds, mut code) = (FunctionSection::new(), CodeSection::new());
        for (kind, calls) in functions {
            kinds.function(*kind);
            let mut body = Function::new([]);
            for call in *calls {
                body.instructions().call(*call);
            }
            body.instructions().end();
            code.function(&body);
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 1,
            maximum: None,
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("it", ExportKind::Func, exported);
        let mut elements = ElementSection::new();
        elements.active(
            None,
            &ConstExpr::i32_const(0),
            Elements::Functions((&[exported][..]).into()),
        );
        module.section(&types).section(&imports).section(&kinds);
        module.section(&tables).section(&exports).section(&elements);
        module.section(&code);
        module.finish()
    }

    #[test]
    fn functions_that_are_alike_stand_together_and_are_called_by_their_new_places() {
        // The places 1 to 4: the imported function is 0 and stays.
        let before = module(&[(1, &[]), (0, &[3, 0, 4]), (0, &[0]), (1, &[])], 3);
        // By their type, then their length: the old places 3, 2, 1 and 4.
        let after = module(&[(0, &[0]), (0, &[1, 0, 4]), (1, &[]), (1, &[])], 1);
        let found = sorted(&before).unwrap();
        assert_eq!(found, after);
        assert_eq!(sorted(&found).unwrap(), after);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(sorted(b"\0asm").is_err());
        assert!(sorted(&module(&[(0, &[])], 1)[..20]).is_err());
    }
}
