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
    AsType, Callable, ComponentInterface, Enum, FfiFunction, FfiType, Field, Function, Object,
    Type, Variant,
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

/// The enum that stands for the functions that are asked, and the function that is given one.
const QUESTION: &str = "Question";
const ANSWER: &str = "answer";

/// Words of Python's that a name in Rust may be.
const KEYWORDS: [&str; 22] = [
    "and", "assert", "class", "def", "del", "elif", "except", "finally", "from", "global",
    "import", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "try", "with", "yield",
    "None",
];

/// The record that holds the credential: no copy of its bytes is made to read them.
const SECRET: &str = "HttpRequestData";
/// The records one of which may hold it where they are given. All of their bytes are made for the call.
const SECRETS_GIVEN: [&str; 2] = ["ParameterData", "VariableData"];

#[derive(Template)]
#[template(path = "bridge.py", escape = "none")]
struct Module<'a> {
    ci: &'a ComponentInterface,
    hash: &'a str,
    error: Option<&'a str>,
    /// The records and enums that are given.
    written: BTreeSet<String>,
    /// The converters, the classes of objects, and the functions.
    code: String,
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
    let enums = ci.enum_definitions().iter();
    let mut errors = enums.filter(|one| ci.is_name_used_as_error(one.name()));
    let (error, None) = (errors.next().map(Enum::name), errors.next()) else {
        return Err("the interface has more than one error".into());
    };
    let mut out = Python::default();
    let written = converters(&mut out, ci)?;
    for object in ci.object_definitions() {
        class(&mut out, ci, object)?;
    }
    let questions = ci.get_enum_definition(QUESTION);
    let questions = questions.map_or(&[][..], Enum::variants);
    for function in ci.function_definitions() {
        let name = function.name().replace('_', "");
        let asks = |one: &Variant| one.name().eq_ignore_ascii_case(&name);
        match (1..).zip(questions).find(|(_, one)| asks(one)) {
            Some((number, _)) => asked(&mut out, ci, function, number)?,
            None if name == ANSWER => {}
            None => callable(&mut out, ci, function, function.name(), Bound::Free)?,
        }
    }
    let code = out.text;
    let module = Module {
        ci,
        hash,
        error,
        written,
        code,
    };
    Ok(module.render()?)
}

/// Python as it is written: each line at the depth of the block that it is in.
#[derive(Default)]
struct Python {
    text: String,
    depth: usize,
    /// Whether the bytes are read without a copy of them, through a `view`.
    views: bool,
}

impl Python {
    fn line(&mut self, line: &str) {
        let indent = "    ".repeat(self.depth);
        self.text.push_str(&format!("{indent}{line}\n"));
    }

    fn block(
        &mut self,
        head: &str,
        inside: impl FnOnce(&mut Self) -> Generated<()>,
    ) -> Generated<()> {
        self.line(head);
        self.depth += 1;
        inside(self)?;
        self.depth -= 1;
        Ok(())
    }

    /// What stands before a function or a class.
    fn space(&mut self) {
        self.text
            .push_str(if self.depth == 0 { "\n\n" } else { "\n" });
    }

    /// The lines that write what is given.
    fn attempt(&mut self, inside: impl FnOnce(&mut Self) -> Generated<()>) -> Generated<()> {
        self.block("try:", inside)?;
        self.line("except Exception:");
        self.line("    raise NotCalled from None");
        Ok(())
    }
}

/// Adds a line, made as `format!` makes it.
macro_rules! py {
    ($out:expr, $($line:tt)+) => { $out.line(&format!($($line)+)) };
}

/// The readers of what is returned and the writers of what is given. Returns the names of the latter.
fn converters(out: &mut Python, ci: &ComponentInterface) -> Generated<BTreeSet<String>> {
    let (mut read, mut written) = (BTreeSet::new(), BTreeSet::new());
    let secret = within_secret(ci);
    for callable in ci.iter_callables() {
        let returned = callable.return_type().into_iter();
        for ty in returned.chain(callable.throws_type()) {
            reach(ci, ty, &mut read);
        }
        for argument in callable.arguments() {
            reach(ci, &argument.as_type(), &mut written);
        }
    }
    for record in ci.record_definitions() {
        let (name, fields) = (record.name(), record.fields());
        if read.contains(name) {
            out.space();
            out.block(&format!("def _read_{name}(b, at):"), |out| {
                py!(out, "one = _new({name})");
                out.views = secret.contains(name);
                if out.views {
                    py!(out, "view = memoryview(b)");
                }
                read_fields(out, fields)?;
                out.views = false;
                py!(out, "return one, at");
                Ok(())
            })?;
        }
        if written.contains(name) {
            out.space();
            let head = format!("def _write_{name}(one, put):");
            out.block(&head, |out| write_fields(out, fields))?;
        }
    }
    for one in ci.enum_definitions() {
        let name = one.name();
        if read.contains(name) {
            out.space();
            out.block(&format!("def _read_{name}(b, at):"), |out| {
                py!(out, "which = _i32_at(b, at)[0]");
                py!(out, "at += 4");
                variants(out, one, |out, number, kind, fields| {
                    out.block(&format!("if which == {number}:"), |out| {
                        py!(out, "one = {kind}.__new__({kind})");
                        read_fields(out, fields)?;
                        py!(out, "return one, at");
                        Ok(())
                    })
                })
            })?;
        }
        if written.contains(name) {
            out.space();
            out.block(&format!("def _write_{name}(one, put):"), |out| {
                variants(out, one, |out, number, kind, fields| {
                    out.block(&format!("if isinstance(one, {kind}):"), |out| {
                        py!(out, "put(_i32({number}))");
                        write_fields(out, fields)?;
                        py!(out, "return");
                        Ok(())
                    })
                })
            })?;
        }
    }
    Ok(written)
}

/// The records of which the one that holds the credential is made.
fn within_secret(ci: &ComponentInterface) -> BTreeSet<String> {
    let mut within = BTreeSet::new();
    if let Some(record) = ci.get_record_definition(SECRET) {
        reach(ci, &record.as_type(), &mut within);
    }
    within
}

/// Each variant of an enum by its number, Python's name for it, and its fields.
fn variants(
    out: &mut Python,
    one: &Enum,
    each: impl Fn(&mut Python, usize, &str, &[Field]) -> Generated<()>,
) -> Generated<()> {
    let name = one.name();
    for (number, variant) in (1..).zip(one.variants()) {
        let kind = format!("{name}.{}", variant.name());
        each(out, number, &kind, variant.fields())?;
    }
    py!(out, "raise InternalError(\"no {name}\")");
    Ok(())
}

/// Every record and enum within a type.
fn reach(ci: &ComponentInterface, ty: &Type, reached: &mut BTreeSet<String>) {
    match ty {
        // It is never made: what asks it writes it.
        Type::Enum { name, .. } if name == QUESTION => {}
        Type::Optional { inner_type } | Type::Sequence { inner_type } => {
            reach(ci, inner_type, reached);
        }
        Type::Record { name, .. } | Type::Enum { name, .. } if reached.insert(name.clone()) => {
            fields(ci, name).for_each(|field| reach(ci, &field.as_type(), reached));
        }
        _ => {}
    }
}

/// The fields of a record, or of all variants of an enum.
fn fields<'a>(ci: &'a ComponentInterface, name: &str) -> impl Iterator<Item = &'a Field> {
    let record = ci.get_record_definition(name).into_iter();
    let variants = ci.get_enum_definition(name).into_iter();
    let more = variants.flat_map(Enum::variants);
    let more = more.flat_map(|variant| variant.fields());
    record.flat_map(|record| record.fields()).chain(more)
}

/// Whether an object of the library's may be within a type.
fn lends(ci: &ComponentInterface, ty: &Type) -> bool {
    match ty {
        Type::Object { .. } => true,
        Type::Optional { inner_type } | Type::Sequence { inner_type } => lends(ci, inner_type),
        Type::Record { name, .. } | Type::Enum { name, .. } => {
            fields(ci, name).any(|field| lends(ci, &field.as_type()))
        }
        _ => false,
    }
}

fn read_fields(out: &mut Python, fields: &[Field]) -> Generated<()> {
    let mut each = fields.iter();
    each.try_for_each(|one| read(out, &one.as_type(), &format!("one.{}", one.name()), 0))
}

fn write_fields(out: &mut Python, fields: &[Field]) -> Generated<()> {
    for field in fields {
        py!(out, "v = one.{}", field.name());
        write(out, &field.as_type(), "v", 0)?;
    }
    if fields.is_empty() {
        py!(out, "pass");
    }
    Ok(())
}

/// The lines that read a value out of the bytes `b` from `at` on, and move `at` behind it.
fn read(out: &mut Python, ty: &Type, target: &str, level: usize) -> Generated<()> {
    if let Some((name, _, size)) = number(ty) {
        py!(out, "{target} = _{name}_at(b, at)[0]");
        py!(out, "at += {size}");
        return Ok(());
    }
    match ty {
        Type::Boolean => {
            py!(out, "{target} = b[at] != 0");
            py!(out, "at += 1");
        }
        Type::String | Type::Bytes => {
            py!(out, "end = at + 4 + _i32_at(b, at)[0]");
            match (ty, out.views) {
                (Type::String, true) => py!(out, "{target} = str(view[at + 4 : end], \"utf-8\")"),
                (Type::String, false) => py!(out, "{target} = b[at + 4 : end].decode()"),
                _ => py!(out, "{target} = b[at + 4 : end]"),
            }
            py!(out, "at = end");
        }
        Type::Optional { inner_type } => {
            py!(out, "at += 1");
            out.block("if b[at - 1]:", |out| read(out, inner_type, target, level))?;
            py!(out, "else:");
            py!(out, "    {target} = None");
        }
        Type::Sequence { inner_type } => {
            let (count, each) = (format!("n{level}"), format!("each{level}"));
            py!(out, "{count} = _i32_at(b, at)[0]");
            py!(out, "at += 4");
            if let Some((_, letter, size)) = number(inner_type) {
                let all = format!("struct.unpack_from(f\">{{{count}}}{letter}\", b, at)");
                py!(out, "{target} = list({all})");
                py!(out, "at += {count} * {size}");
                return Ok(());
            }
            py!(out, "list{level} = []");
            out.block(&format!("for _ in range({count}):"), |out| {
                read(out, inner_type, &each, level + 1)?;
                py!(out, "list{level}.append({each})");
                Ok(())
            })?;
            py!(out, "{target} = list{level}");
        }
        Type::Record { name, .. } | Type::Enum { name, .. } => {
            py!(out, "{target}, at = _read_{name}(b, at)");
        }
        Type::Object { name, .. } => {
            py!(out, "{target} = {name}._of(_u64_at(b, at)[0])");
            py!(out, "at += 8");
        }
        other => return Err(unknown(other)),
    }
    Ok(())
}

/// The lines that `put` the bytes of a value.
fn write(out: &mut Python, ty: &Type, value: &str, level: usize) -> Generated<()> {
    if let Some((name, ..)) = number(ty) {
        py!(out, "put(_{name}({value}))");
        return Ok(());
    }
    match ty {
        Type::Boolean => py!(out, "put(b\"\\1\" if {value} else b\"\\0\")"),
        Type::String => {
            py!(out, "data = {value}.encode()");
            py!(out, "put(_i32(len(data)))");
            py!(out, "put(data)");
        }
        Type::Bytes => {
            py!(out, "put(_i32(len({value})))");
            py!(out, "put({value})");
        }
        Type::Optional { inner_type } => {
            py!(out, "if {value} is None:");
            py!(out, "    put(b\"\\0\")");
            out.block("else:", |out| {
                py!(out, "put(b\"\\1\")");
                write(out, inner_type, value, level)
            })?;
        }
        Type::Sequence { inner_type } => {
            py!(out, "put(_i32(len({value})))");
            if let Some((_, letter, _)) = number(inner_type) {
                let form = format!("f\">{{len({value})}}{letter}\"");
                py!(out, "put(struct.pack({form}, *{value}))");
                return Ok(());
            }
            let each = format!("each{level}");
            let head = format!("for {each} in {value}:");
            out.block(&head, |out| write(out, inner_type, &each, level + 1))?;
        }
        Type::Record { name, .. } | Type::Enum { name, .. } => {
            py!(out, "_write_{name}({value}, put)");
        }
        // It is lent at last, by `_lending`.
        Type::Object { .. } => py!(out, "put({value})"),
        other => return Err(unknown(other)),
    }
    Ok(())
}

/// A number's name, its letter in Python, and how many bytes it has.
fn number(ty: &Type) -> Option<(&'static str, &'static str, usize)> {
    let place = match ty {
        Type::UInt8 => 0,
        Type::Int8 => 1,
        Type::UInt16 => 2,
        Type::Int16 => 3,
        Type::UInt32 => 4,
        Type::Int32 => 5,
        Type::UInt64 => 6,
        Type::Int64 => 7,
        _ => return None,
    };
    let (name, letter) = NUMBERS[place];
    Some((name, letter, 1 << (place / 2)))
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
fn class(out: &mut Python, ci: &ComponentInterface, object: &Object) -> Generated<()> {
    out.space();
    out.block(&format!("class {}(_Object):", object.name()), |out| {
        py!(out, "__slots__ = ()");
        py!(out, "_again = {}", declared(object.ffi_object_clone())?);
        py!(out, "_drop = {}", declared(object.ffi_object_free())?);
        for constructor in object.constructors() {
            let (name, bound) = match constructor.is_primary_constructor() {
                true => ("__init__", Bound::Constructor),
                false => (constructor.name(), Bound::Named),
            };
            callable(out, ci, constructor, name, bound)?;
        }
        let mut methods = object.methods().into_iter();
        methods.try_for_each(|method| callable(out, ci, method, method.name(), Bound::Method))
    })
}

/// One function: what is given becomes bytes first, and where that fails nothing was called and nothing
/// of the library's is held; then one call; then what came back is read. Both bytes are wiped.
fn callable(
    out: &mut Python,
    ci: &ComponentInterface,
    callable: &dyn Callable,
    name: &str,
    bound: Bound,
) -> Generated<()> {
    let arguments = callable.arguments();
    let own = match bound {
        Bound::Free => None,
        Bound::Method | Bound::Constructor => Some("self"),
        Bound::Named => Some("cls"),
    };
    if let Some(word) = arguments.iter().find(|one| KEYWORDS.contains(&one.name())) {
        return Err(format!("{name}: Python has a word {}", word.name()).into());
    }
    let names: Vec<_> = own
        .into_iter()
        .chain(arguments.iter().map(|one| one.name()))
        .collect();
    let comma = if names.is_empty() { "" } else { ", " };
    let (names, function) = (names.join(", "), declared(callable.ffi_func())?);
    out.space();
    if bound == Bound::Named {
        py!(out, "@classmethod");
    }
    out.block(
        &format!("def {name}({names}{comma}*, call={function}):"),
        |out| {
            let (mut passed, mut wiped) = (Vec::new(), Vec::new());
            if bound == Bound::Method {
                passed.push("self._lent()".to_owned());
            }
            for argument in &arguments {
                let (name, ty) = (argument.name(), argument.as_type());
                if crosses_as_bytes(&ty) {
                    let mut given = BTreeSet::new();
                    reach(ci, &ty, &mut given);
                    bytes_of(out, name, &ty)?;
                    if SECRETS_GIVEN.iter().any(|one| given.contains(*one)) {
                        py!(out, "wipe_all(parts)");
                    }
                    passed.push(format!("_given({name}, by)"));
                    wiped.push(format!("wipe({name})"));
                } else {
                    passed.push(pass(name, &ty));
                }
            }
            passed.push("by".to_owned());
            py!(out, "status = _Status()");
            py!(out, "by = byref(status)");
            let line = format!("result = call({})", passed.join(", "));
            if wiped.is_empty() {
                out.line(&line);
            } else {
                out.line("try:");
                py!(out, "    {line}");
                out.line("finally:");
                wiped.iter().for_each(|wipe| py!(out, "    {wipe}"));
            }
            py!(out, "if status.code:");
            py!(out, "    raise _failed(status)");
            match bound {
                Bound::Named => py!(out, "return cls._of(result)"),
                Bound::Constructor => py!(out, "self._handle = result"),
                Bound::Free | Bound::Method => returned(out, callable.return_type())?,
            }
            Ok(())
        },
    )
}

/// A function that is asked as a question, which is one native call instead of three or more. No
/// question holds the credential; an answer that does is wiped.
fn asked(
    out: &mut Python,
    ci: &ComponentInterface,
    function: &Function,
    number: usize,
) -> Generated<()> {
    let answer = function.return_type().ok_or("a question has an answer")?;
    let mut answered = BTreeSet::new();
    reach(ci, answer, &mut answered);
    let secret = answered.contains(SECRET);
    let arguments = function.arguments();
    let joined = match arguments.iter().any(|one| lends(ci, &one.as_type())) {
        true => "_lending(parts)",
        false => "_fitting(b\"\".join(parts))",
    };
    let names: Vec<_> = arguments.iter().map(|one| one.name()).collect();
    out.space();
    out.block(
        &format!("def {}({}):", function.name(), names.join(", ")),
        |out| {
            py!(out, "room = _ROOM");
            out.block("while room:", |out| {
                out.attempt(|out| {
                    py!(out, "parts = []");
                    py!(out, "put = parts.append");
                    py!(out, "put(_i32({number}))");
                    for argument in &arguments {
                        write(out, &argument.as_type(), argument.name(), 0)?;
                    }
                    py!(out, "question = {joined}");
                    Ok(())
                })?;
                let kind = if secret { ", True" } else { "" };
                py!(out, "b, room = _asked(question, room{kind})");
                Ok(())
            })?;
            read_all(out, answer, secret)
        },
    )
}

fn crosses_as_bytes(ty: &Type) -> bool {
    number(ty).is_none() && !matches!(ty, Type::Boolean | Type::Object { .. })
}

/// How an argument is handed over that needs no bytes.
fn pass(name: &str, ty: &Type) -> String {
    match ty {
        Type::Boolean => format!("1 if {name} else 0"),
        Type::Object { .. } => format!("{name}._lent()"),
        _ => name.to_owned(),
    }
}

/// The lines that make an argument its bytes.
fn bytes_of(out: &mut Python, name: &str, ty: &Type) -> Generated<()> {
    out.attempt(|out| {
        if *ty == Type::String {
            py!(out, "{name} = _fitting({name}.encode())");
            return Ok(());
        }
        py!(out, "parts = []");
        py!(out, "put = parts.append");
        write(out, ty, name, 0)?;
        py!(out, "{name} = _lending(parts)");
        Ok(())
    })
}

/// The lines that make a value of what a call returned.
fn returned(out: &mut Python, ty: Option<&Type>) -> Generated<()> {
    match ty {
        None => {}
        Some(ty) if number(ty).is_some() => py!(out, "return result"),
        Some(Type::Boolean) => py!(out, "return result != 0"),
        Some(Type::String) => {
            py!(out, "b = _taken(result, by)");
            py!(out, "value = b.decode()");
            py!(out, "wipe(b)");
            py!(out, "return value");
        }
        Some(Type::Object { name, .. }) => py!(out, "return {name}._of(result)"),
        Some(ty) => {
            py!(out, "b = _taken(result, by)");
            read_all(out, ty, true)?;
        }
    }
    Ok(())
}

/// The lines that return the value that is all of the bytes `b`, which may be secret.
fn read_all(out: &mut Python, ty: &Type, secret: bool) -> Generated<()> {
    py!(out, "at = 0");
    read(out, ty, "value", 0)?;
    py!(out, "_all_read(b, at)");
    if secret {
        py!(out, "wipe(b)");
    }
    py!(out, "return value");
    Ok(())
}

/// A function of the library's, with the types of what it takes and returns.
fn declared(function: &FfiFunction) -> Generated<String> {
    let mut types = vec![function.return_type().map_or(Ok("None"), ctype)?];
    for argument in function.arguments() {
        types.push(ctype(&argument.type_())?);
    }
    let (name, types) = (function.name(), types.join(", "));
    if !function.has_rust_call_status_arg() {
        return Err(format!("{name} says nothing of how it went").into());
    }
    Ok(format!("_function(\"{name}\", {types})"))
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
        other => return Err(format!("Python can't call with {other:?} yet").into()),
    })
}
