//! The Python side of the bridge: one module, written from UniFFI's description of the interface.
//!
//! UniFFI's own generator for Python lifts a value byte by byte through classes and context managers:
//! some 40 microseconds a call, and half of the time that an import takes. Here a function is a few
//! straight lines, and no more than that is made: the types that this interface uses. What has to hold
//! is UniFFI's published contract for such generators (the functions' names and arguments, the three
//! structures, the form of a value), which the contract's version names and the module checks.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use askama::Template;
use uniffi_bindgen::interface::{
    Argument, AsType, Callable, ComponentInterface, Enum, FfiFunction, FfiType, Field, Object, Type,
};

type Generated<T> = Result<T, Box<dyn Error>>;

/// The numbers that cross, with their letters in Python's module `struct`.
const NUMBERS: [(&str, &str); 8] = [
    ("u8", "B"),
    ("i8", "b"),
    ("u16", "H"),
    ("i16", "h"),
    ("u32", "I"),
    ("i32", "i"),
    ("u64", "Q"),
    ("i64", "q"),
];

#[derive(Template)]
#[template(path = "bridge.py", escape = "none")]
struct Module<'a> {
    ci: &'a ComponentInterface,
    hash: &'a str,
    error: Option<&'a str>,
    /// The records and enums that are given.
    written: BTreeSet<String>,
    converters: Vec<String>,
    functions: Vec<String>,
}

/// Writes the module for this interface into the folder.
pub(crate) fn generate(ci: &ComponentInterface, folder: &Path, hash: &str) -> Generated<()> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}.py", ci.namespace()));
    Ok(fs::write(path, module(ci, hash)?)?)
}

fn module(ci: &ComponentInterface, hash: &str) -> Generated<String> {
    if !ci.callback_interface_definitions().is_empty() || ci.has_async_fns() {
        return Err("Python is given neither callbacks nor async functions".into());
    }
    let mut errors = ci
        .enum_definitions()
        .iter()
        .filter(|one| ci.is_name_used_as_error(one.name()));
    let (error, None) = (errors.next().map(Enum::name), errors.next()) else {
        return Err("the interface has more than one error".into());
    };
    let mut functions = Vec::new();
    for object in ci.object_definitions() {
        functions.push(class(object)?);
    }
    for function in ci.function_definitions() {
        functions.push(callable(function, function.name(), Bound::Free)?);
    }
    let (read, written) = directions(ci);
    let module = Module {
        ci,
        hash,
        error,
        converters: converters(ci, &read, &written)?,
        written,
        functions,
    };
    Ok(module.render()?)
}

/// The records and enums that are returned, and those that are given.
fn directions(ci: &ComponentInterface) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut read = BTreeSet::new();
    let mut written = BTreeSet::new();
    for callable in ci.iter_callables() {
        let returned = callable.return_type().into_iter();
        for ty in returned.chain(callable.throws_type()) {
            reach(ci, ty, &mut read);
        }
        for argument in callable.arguments() {
            reach(ci, &argument.as_type(), &mut written);
        }
    }
    (read, written)
}

/// The readers of what is returned, and the writers of what is given.
fn converters(
    ci: &ComponentInterface,
    read: &BTreeSet<String>,
    written: &BTreeSet<String>,
) -> Generated<Vec<String>> {
    let mut made = Vec::new();
    for record in ci.record_definitions() {
        let name = record.name();
        if read.contains(name) {
            let body = read_fields(record.fields())?;
            made.push(format!(
                "def _read_{name}(b, at):\n    one = _new({name})\n{}    return one, at\n",
                body.indented(1)
            ));
        }
        if written.contains(name) {
            let body = write_fields(record.fields())?;
            made.push(format!(
                "def _write_{name}(one, put):\n{}",
                body.indented(1)
            ));
        }
    }
    for one in ci.enum_definitions() {
        if read.contains(one.name()) {
            made.push(enum_reader(one)?);
        }
        if written.contains(one.name()) {
            made.push(enum_writer(one)?);
        }
    }
    Ok(made)
}

/// Every record and enum within a type.
fn reach(ci: &ComponentInterface, ty: &Type, reached: &mut BTreeSet<String>) {
    match ty {
        Type::Optional { inner_type } | Type::Sequence { inner_type } => {
            reach(ci, inner_type, reached);
        }
        Type::Record { name, .. } | Type::Enum { name, .. } if reached.insert(name.clone()) => {
            let record = ci.get_record_definition(name);
            let variants = ci.get_enum_definition(name);
            let fields = record.into_iter().flat_map(|record| record.fields());
            let more = variants.into_iter().flat_map(Enum::variants);
            for field in fields.chain(more.flat_map(|variant| variant.fields())) {
                reach(ci, &field.as_type(), reached);
            }
        }
        _ => {}
    }
}

fn enum_reader(one: &Enum) -> Generated<String> {
    let name = one.name();
    let mut lines = Lines::default();
    lines.add("which = _i32_at(b, at)[0]");
    lines.add("at += 4");
    for (number, variant) in (1..).zip(one.variants()) {
        let kind = format!("{name}.{}", variant.name());
        lines.add(format!("if which == {number}:"));
        lines.add(format!("    one = {kind}.__new__({kind})"));
        lines.nest(read_fields(variant.fields())?);
        lines.add("    return one, at");
    }
    lines.add(format!("raise InternalError(\"no {name}\")"));
    Ok(format!("def _read_{name}(b, at):\n{}", lines.indented(1)))
}

fn enum_writer(one: &Enum) -> Generated<String> {
    let name = one.name();
    let mut lines = Lines::default();
    for (number, variant) in (1..).zip(one.variants()) {
        lines.add(format!("if isinstance(one, {name}.{}):", variant.name()));
        lines.add(format!("    put(_i32({number}))"));
        lines.nest(write_fields(variant.fields())?);
        lines.add("    return");
    }
    lines.add(format!("raise InternalError(\"no {name}\")"));
    Ok(format!(
        "def _write_{name}(one, put):\n{}",
        lines.indented(1)
    ))
}

fn read_fields(fields: &[Field]) -> Generated<Lines> {
    let mut lines = Lines::default();
    for field in fields {
        read(
            &field.as_type(),
            &format!("one.{}", field.name()),
            0,
            &mut lines,
        )?;
    }
    Ok(lines)
}

fn write_fields(fields: &[Field]) -> Generated<Lines> {
    let mut lines = Lines::default();
    for field in fields {
        lines.add(format!("v = one.{}", field.name()));
        write(&field.as_type(), "v", 0, &mut lines)?;
    }
    Ok(lines)
}

/// The lines that read a value out of the bytes `b` from `at` on, and move `at` behind it.
fn read(ty: &Type, target: &str, depth: usize, lines: &mut Lines) -> Generated<()> {
    if let Some((name, size)) = number(ty) {
        lines.add(format!("{target} = _{name}_at(b, at)[0]"));
        lines.add(format!("at += {size}"));
        return Ok(());
    }
    match ty {
        Type::Boolean => {
            lines.add(format!("{target} = b[at] != 0"));
            lines.add("at += 1");
        }
        Type::String | Type::Bytes => {
            let decoded = if *ty == Type::String { ".decode()" } else { "" };
            lines.add("end = at + 4 + _i32_at(b, at)[0]");
            lines.add(format!("{target} = b[at + 4 : end]{decoded}"));
            lines.add("at = end");
        }
        Type::Optional { inner_type } => {
            lines.add("at += 1");
            lines.add("if b[at - 1]:");
            let mut inner = Lines::default();
            read(inner_type, target, depth, &mut inner)?;
            lines.nest(inner);
            lines.add("else:");
            lines.add(format!("    {target} = None"));
        }
        Type::Sequence { inner_type } => {
            let (count, each) = (format!("n{depth}"), format!("each{depth}"));
            lines.add(format!("{count} = _i32_at(b, at)[0]"));
            lines.add("at += 4");
            if let Some((name, size)) = number(inner_type) {
                let letter = letter(name);
                lines.add(format!(
                    "{target} = list(struct.unpack_from(f\">{{{count}}}{letter}\", b, at))"
                ));
                lines.add(format!("at += {count} * {size}"));
                return Ok(());
            }
            let list = format!("list{depth}");
            lines.add(format!("{list} = []"));
            lines.add(format!("for _ in range({count}):"));
            let mut inner = Lines::default();
            read(inner_type, &each, depth + 1, &mut inner)?;
            inner.add(format!("{list}.append({each})"));
            lines.nest(inner);
            lines.add(format!("{target} = {list}"));
        }
        Type::Record { name, .. } | Type::Enum { name, .. } => {
            lines.add(format!("{target}, at = _read_{name}(b, at)"));
        }
        Type::Object { name, .. } => {
            lines.add(format!("{target} = {name}._of(_u64_at(b, at)[0])"));
            lines.add("at += 8");
        }
        other => return Err(unknown(other)),
    }
    Ok(())
}

/// The lines that `put` the bytes of a value.
fn write(ty: &Type, value: &str, depth: usize, lines: &mut Lines) -> Generated<()> {
    if let Some((name, _)) = number(ty) {
        lines.add(format!("put(_{name}({value}))"));
        return Ok(());
    }
    match ty {
        Type::Boolean => lines.add(format!("put(b\"\\1\" if {value} else b\"\\0\")")),
        Type::String => {
            lines.add(format!("data = {value}.encode()"));
            lines.add("put(_i32(len(data)) + data)");
        }
        Type::Bytes => {
            lines.add(format!("put(_i32(len({value})))"));
            lines.add(format!("put({value})"));
        }
        Type::Optional { inner_type } => {
            lines.add(format!("if {value} is None:"));
            lines.add("    put(b\"\\0\")");
            lines.add("else:");
            let mut inner = Lines::default();
            inner.add("put(b\"\\1\")");
            write(inner_type, value, depth, &mut inner)?;
            lines.nest(inner);
        }
        Type::Sequence { inner_type } => {
            lines.add(format!("put(_i32(len({value})))"));
            if let Some((name, _)) = number(inner_type) {
                let letter = letter(name);
                lines.add(format!(
                    "put(struct.pack(f\">{{len({value})}}{letter}\", *{value}))"
                ));
                return Ok(());
            }
            let each = format!("each{depth}");
            lines.add(format!("for {each} in {value}:"));
            let mut inner = Lines::default();
            write(inner_type, &each, depth + 1, &mut inner)?;
            lines.nest(inner);
        }
        Type::Record { name, .. } | Type::Enum { name, .. } => {
            lines.add(format!("_write_{name}({value}, put)"));
        }
        Type::Object { .. } => lines.add(format!("put(_u64({value}._lent()))")),
        other => return Err(unknown(other)),
    }
    Ok(())
}

/// A number's name and how many bytes it has.
fn number(ty: &Type) -> Option<(&'static str, usize)> {
    Some(match ty {
        Type::UInt8 => ("u8", 1),
        Type::Int8 => ("i8", 1),
        Type::UInt16 => ("u16", 2),
        Type::Int16 => ("i16", 2),
        Type::UInt32 => ("u32", 4),
        Type::Int32 => ("i32", 4),
        Type::UInt64 => ("u64", 8),
        Type::Int64 => ("i64", 8),
        _ => return None,
    })
}

fn letter(name: &str) -> &'static str {
    let found = NUMBERS.iter().find(|(known, _)| *known == name);
    found.map_or("", |(_, letter)| letter)
}

fn unknown(ty: &Type) -> Box<dyn Error> {
    format!("Python is not given {ty:?} yet: add it to bindgen/src/python.rs").into()
}

/// What a function belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Bound {
    /// The module.
    Free,
    /// An object.
    Method,
    /// A class, which it makes an object of, by its name.
    Named,
    /// A class, which it makes an object of.
    Constructor,
}

/// The class of an object of the library's.
fn class(object: &Object) -> Generated<String> {
    let mut lines = Lines::default();
    lines.add("__slots__ = ()");
    lines.add(format!("_again = {}", declared(object.ffi_object_clone())?));
    lines.add(format!("_drop = {}", declared(object.ffi_object_free())?));
    let mut text = format!("class {}(_Object):\n{}", object.name(), lines.indented(1));
    for constructor in object.constructors() {
        let (name, bound) = match constructor.is_primary_constructor() {
            true => ("__init__", Bound::Constructor),
            false => (constructor.name(), Bound::Named),
        };
        text += &nested(&callable(constructor, name, bound)?);
    }
    for method in object.methods() {
        text += &nested(&callable(method, method.name(), Bound::Method)?);
    }
    Ok(text)
}

/// A function's text within a class.
fn nested(text: &str) -> String {
    let lines = text.lines().map(|line| format!("    {line}\n"));
    format!("\n{}", lines.collect::<String>())
}

/// One function: what is given becomes bytes first, so that nothing of the library's is held yet where
/// that fails; then one call; then what came back is read.
fn callable(callable: &dyn Callable, name: &str, bound: Bound) -> Generated<String> {
    let arguments = callable.arguments();
    let mut lines = Lines::default();
    let mut passed = Vec::new();
    if bound == Bound::Method {
        passed.push("self._lent()".to_owned());
    }
    for argument in &arguments {
        passed.push(pass(argument, &mut lines)?);
    }
    lines.add("status = _Status()");
    lines.add("by = byref(status)");
    passed.push("by".to_owned());
    lines.add(format!("result = call({})", passed.join(", ")));
    lines.add("if status.code:");
    lines.add("    raise _failed(status)");
    match bound {
        Bound::Named => lines.add("return cls._of(result)"),
        Bound::Constructor => lines.add("self._handle = result"),
        Bound::Free | Bound::Method => returned(callable.return_type(), &mut lines)?,
    }
    let own = match bound {
        Bound::Free => None,
        Bound::Method | Bound::Constructor => Some("self"),
        Bound::Named => Some("cls"),
    };
    let names = own
        .into_iter()
        .chain(arguments.iter().map(|one| one.name()));
    let names = names.collect::<Vec<_>>().join(", ");
    let decorator = match bound {
        Bound::Named => "@classmethod\n",
        _ => "",
    };
    Ok(format!(
        "{decorator}def {name}({names}{}call={}):\n{}",
        if names.is_empty() { "*, " } else { ", *, " },
        declared(callable.ffi_func())?,
        lines.indented(1)
    ))
}

/// How an argument is handed over, after the lines that make its bytes.
fn pass(argument: &Argument, lines: &mut Lines) -> Generated<String> {
    let name = argument.name();
    let ty = argument.as_type();
    if argument.is_borrowed_bytes() {
        return Ok(format!("_lent({name})"));
    }
    if number(&ty).is_some() {
        return Ok(name.to_owned());
    }
    Ok(match &ty {
        Type::Boolean => format!("1 if {name} else 0"),
        Type::String => {
            lines.add(format!("{name} = {name}.encode()"));
            format!("_given({name}, by)")
        }
        Type::Object { .. } => format!("{name}._lent()"),
        _ => {
            lines.add(format!("{name}_parts = []"));
            lines.add(format!("put = {name}_parts.append"));
            write(&ty, name, 0, lines)?;
            format!("_given(b\"\".join({name}_parts), by)")
        }
    })
}

/// The lines that make a value of what a call returned.
fn returned(ty: Option<&Type>, lines: &mut Lines) -> Generated<()> {
    let Some(ty) = ty else {
        return Ok(());
    };
    if number(ty).is_some() {
        lines.add("return result");
        return Ok(());
    }
    match ty {
        Type::Boolean => lines.add("return result != 0"),
        Type::String => lines.add("return _taken(result, by).decode()"),
        Type::Object { name, .. } => lines.add(format!("return {name}._of(result)")),
        _ => {
            lines.add("b = _taken(result, by)");
            lines.add("at = 0");
            read(ty, "value", 0, lines)?;
            lines.add("_all_read(b, at)");
            lines.add("return value");
        }
    }
    Ok(())
}

/// A function of the library's, with the types of what it takes and returns.
fn declared(function: &FfiFunction) -> Generated<String> {
    let mut types = vec![function.return_type().map_or(Ok("None"), ctype)?];
    for argument in function.arguments() {
        types.push(ctype(&argument.type_())?);
    }
    if !function.has_rust_call_status_arg() {
        return Err(format!("{} says nothing of how it went", function.name()).into());
    }
    Ok(format!(
        "_function(\"{}\", {})",
        function.name(),
        types.join(", ")
    ))
}

fn ctype(ty: &FfiType) -> Generated<&'static str> {
    Ok(match ty {
        FfiType::UInt8 => "c_uint8",
        FfiType::Int8 => "c_int8",
        FfiType::UInt16 => "c_uint16",
        FfiType::Int16 => "c_int16",
        FfiType::UInt32 => "c_uint32",
        FfiType::Int32 => "c_int32",
        FfiType::UInt64 | FfiType::Handle => "c_uint64",
        FfiType::Int64 => "c_int64",
        FfiType::RustBuffer(_) => "_Buffer",
        FfiType::ForeignBytes => "_Bytes",
        other => return Err(format!("Python can't call with {other:?} yet").into()),
    })
}

/// Lines of Python, each with its own indentation.
#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn add(&mut self, line: impl Into<String>) {
        self.0.push(line.into());
    }

    /// Lines one step further in.
    fn nest(&mut self, lines: Self) {
        self.0
            .extend(lines.0.into_iter().map(|line| format!("    {line}")));
    }

    fn indented(&self, steps: usize) -> String {
        let lines = self.0.iter();
        lines
            .map(|line| format!("{}{line}\n", "    ".repeat(steps)))
            .collect()
    }
}
