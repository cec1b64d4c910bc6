/// A view of a C string, absent where that is NULL. In C++, `cad_str{text.data(), text.size()}`
/// makes one of a `std::string`.
///
/// Owner: whoever owns the C string.
static inline cad_str cad_cstr(const char *text)
{
    cad_str view;
    view.data = text;
    view.len = text != NULL ? strlen(text) : 0;
    return view;
}

/// The two arguments that `%.*s` takes: `printf("%.*s", CAD_PRINT(text))`. Shows at most 64 KiB, and
/// nothing of an absent text.
#define CAD_PRINT(text) \
    (int)((text).len < 65536u ? (text).len : 65536u), ((text).data != NULL ? (text).data : "")
