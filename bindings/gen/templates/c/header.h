// Generated from bindings/c/src and the core's tables by `cargo gen`. Change those, not this file.

/*
 * cloudagent_disposition.h - sets call dispositions on Ozonetel CloudAgent (unofficial)
 *
 * It reads from the simplest job to the hardest, and so does the library:
 *
 *   - Say what an HTTP reply means that you fetched yourself: "Classifying a reply". No handle,
 *     nothing to free.
 *   - Check a request: "What is wrong with a request".
 *   - Set a disposition, blocking: "Setting a disposition", and what became of it: "Receipts".
 *   - Send over your own HTTP stack, blocking: "Your own transport".
 *   - Take a call back: "Cancelling". Share a token between programs: "Tokens".
 *   - Learn from call records what became of a call that nobody knew of: "Call records".
 *   - Drive the sending from your own event loop, without a thread: "The engine's steps".
 *   - Test what your program does with each end of a call: "Testing your own code".
 *
 * What holds everywhere:
 *
 *   - An output is written only where the comment says so, and never half. One that you will have
 *     to free (`cad_receipt **out`) is NULL after every failure, so it can be freed whatever came.
 *   - No function takes over or frees an argument, except the ones called ..._free. Views that you
 *     pass in are read during the call only.
 *
 * What a comment says nothing else about:
 *
 *   - Owner: what a function writes into your `cad_receipt **out` is yours, and is freed by the
 *     ..._free of its type. What a getter gives, a text or a list, belongs to what you asked: it is
 *     there until that is freed, and is not freed by itself. The text of a cad_..._name is constant.
 *   - NULL: a getter takes NULL and gives 0, false or an absent text. A ..._free does nothing with
 *     it. Any other pointer must be there, or the answer is CAD_NULL.
 *   - Threads: any, several at once. Only a ..._free wants that nobody else uses the object.
 *   - Errors: a function that returns a `cad_status` can return CAD_NULL, CAD_BAD_SIZE, CAD_BAD_ENUM
 *     and CAD_PANIC, for the reasons that stand there. No other function can fail.
 *
 * And of all of it:
 *
 *   - A struct that may grow begins with its size: begin with its CAD_..._INIT. A program and a
 *     library of different versions agree on the fields that both know. An older program's struct is
 *     shorter: the fields that it lacks have their defaults, and none is written behind its end. A
 *     newer program's is longer: what this library does not know must be 0 (which is always the
 *     default), else it is refused with CAD_BAD_SIZE; of an output it stays as it was.
 *   - A text that is not UTF-8 is a violation of its field, like anything else that is wrong.
 *   - A set that is closed is an enum: a new value is a new major version. One that is open
 *     (cad_outcome, cad_field, cad_problem, cad_finding) is a number with constants: keep a default
 *     branch. All have 32 bits and a name for each value (cad_..._name). No number is ever reused,
 *     and 0 stands for "none". A number out of its range is refused with CAD_BAD_ENUM.
 *   - Pointers must point to what their type says; NULL is checked, the rest can't be.
 *   - No panic of the library crosses into your code: it becomes CAD_PANIC or the value of NULL.
 *
 * The library keeps nothing global, installs no signal handler, raises no SIGPIPE and starts no
 * thread before the first call that needs one. The shared library stays loaded once it is
 * (-z nodelete), so a plugin that links it may be unloaded; a plugin that links the static one must
 * itself be linked with -z nodelete, as pkg-config and CMake tell. Clients work on in a forked child.
 *
 * Define CAD_NO_CLIENT before including this header for the small library, which was built without
 * the built-in transport and without "Call records" and "Looking up": it has no TLS and no network in
 * it.
 */
#ifndef CLOUDAGENT_DISPOSITION_H
#define CLOUDAGENT_DISPOSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The version of this header. */
#define CAD_VERSION_MAJOR {{ version[0] }}
#define CAD_VERSION_MINOR {{ version[1] }}
#define CAD_VERSION_PATCH {{ version[2] }}

/* The same as one number, which compares like the version. */
#define CAD_VERSION_NUMBER \
    (((uint32_t)CAD_VERSION_MAJOR << 16) | ((uint32_t)CAD_VERSION_MINOR << 8) | \
     (uint32_t)CAD_VERSION_PATCH)

/* The same as text. */
#define CAD_VERSION \
    CAD_VERSION_JOIN_(CAD_VERSION_MAJOR, CAD_VERSION_MINOR, CAD_VERSION_PATCH)
#define CAD_VERSION_JOIN_(major, minor, patch) CAD_VERSION_TEXT_(major, minor, patch)
#define CAD_VERSION_TEXT_(major, minor, patch) #major "." #minor "." #patch

/* A closed set, of 32 bits with every compiler. */
#if defined(__cplusplus) || (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L)
#define CAD_ENUM_(name) enum name : uint32_t
#else
#define CAD_ENUM_(name) enum name
#endif

/* The number 0 of a closed set: no value of it. */
#ifdef __cplusplus
#define CAD_NOTHING_(name) static_cast<name>(0)
#else
#define CAD_NOTHING_(name) 0
#endif

#ifdef __cplusplus
extern "C" {
#endif
{%- for part in parts %}
{% if let Some(banner) = part.banner %}
{{ banner }}
{% endif %}
{%- if part.of_the_client %}
#ifndef CAD_NO_CLIENT
{% endif %}
{%- for set in part.sets %}
{%- if set.words.open %}
{{ self::doc("", set.words.doc) }}
typedef uint32_t {{ set.name }};

enum {
{%- else %}
{{ self::doc("", set.words.doc) }}
typedef CAD_ENUM_({{ set.name }}) {
{%- endif %}
{%- for word in set.words.all %}
{{ self::doc("    ", word.doc) }}
    {{ set.constant(word) }} = {{ word.number }},
{%- endfor %}
}{% if !set.words.open %} {{ set.name }}{% endif %};

/// The name of a `{{ set.name }}`, `unknown` for a number that is none.
const char *{{ set.name }}_name({{ set.name }} number);
{% if set.from_name %}
/// The `{{ set.name }}` of a name, such as a configuration has; 0 for one that is none.
{{ set.name }} {{ set.name }}_from_name(cad_str name);
{% endif %}
{%- endfor %}
{%- if !part.declarations.is_empty() %}
{{ part.declarations.trim_end() }}
{% endif %}
{%- if part.helpers %}
{% include "c/text_helpers.h" %}
{%- endif %}
{%- if part.of_the_client %}
#endif /* CAD_NO_CLIENT */
{% endif %}
{%- endfor %}

#if UINTPTR_MAX == UINT64_MAX && defined(__cplusplus)
#define CAD_ASSERT_SIZE_(type, size) static_assert(sizeof(type) == (size), #type)
#elif UINTPTR_MAX == UINT64_MAX && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CAD_ASSERT_SIZE_(type, size) _Static_assert(sizeof(type) == (size), #type)
#endif
#ifdef CAD_ASSERT_SIZE_
{%- for size in sizes %}
{%- if size.of_the_client %}
#ifndef CAD_NO_CLIENT
{%- endif %}
CAD_ASSERT_SIZE_({{ size.name }}, {{ size.bytes }});
{%- if size.of_the_client %}
#endif
{%- endif %}
{%- endfor %}
#undef CAD_ASSERT_SIZE_
#endif

#ifdef __cplusplus
}
#endif

#endif /* CLOUDAGENT_DISPOSITION_H */

