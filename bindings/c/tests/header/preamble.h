/*
 * cloudagent_disposition.h - sets call dispositions on Ozonetel CloudAgent (unofficial)
 *
 * Generated from bindings/c/src by `CAD_UPDATE_HEADER=1 cargo test -p cloudagent-disposition-c
 * --test header`. Edit the sources, not this file.
 *
 * It reads from the simplest job to the hardest, and so does the library:
 *
 *   - Say what an HTTP reply means that you fetched yourself: "Classifying a reply". No handle,
 *     nothing to free.
 *   - Check a request: "What is wrong with a request".
 *   - Set a disposition, blocking: "Setting a disposition", and what became of it: "Receipts".
 *   - Send over your own HTTP stack, blocking: "Your own transport".
 *   - Drive the sending from your own event loop, without a thread: "The engine's steps".
 *
 * What holds everywhere:
 *
 *   - Every function's comment says who owns what (Owner), what may be NULL (NULL), from which
 *     threads it may be called (Threads) and how it fails (Errors). Where it lists no errors it
 *     can't fail.
 *   - An output is written only where the comment says so, and never half. One that you will have
 *     to free (`cad_receipt **out`) is NULL after every failure, so it can be freed whatever came.
 *   - No function takes over or frees an argument, except the ones called ..._free, and those take
 *     NULL too. Views that you pass in are read during the call only.
 *   - A struct that may grow begins with its size: begin with its CAD_..._INIT. A program and a
 *     library of different versions agree on the fields that both know. An older program's struct is
 *     shorter: the fields that it lacks have their defaults, and none is written behind its end. A
 *     newer program's is longer: what this library does not know must be 0 (which is always the
 *     default), else it is refused with CAD_BAD_SIZE; of an output it stays as it was.
 *   - A text that is not UTF-8 is a violation of its field, like anything else that is wrong.
 *   - A set that is closed is an enum: a new value is a new major version. One that is open
 *     (cad_outcome, cad_field, cad_problem) is a number with constants: keep a default branch. All
 *     have 32 bits and a name for each value (cad_..._name). No number is ever reused, and 0 stands
 *     for "none". A number out of its range is refused with CAD_BAD_ENUM.
 *   - Pointers must point to what their type says; NULL is checked, the rest can't be.
 *   - No panic of the library crosses into your code: it becomes CAD_PANIC or the value of NULL.
 *
 * The library keeps nothing global, installs no signal handler, raises no SIGPIPE and starts no
 * thread before the first call that needs one. The shared library stays loaded once it is
 * (-z nodelete), so a plugin that links it may be unloaded; a plugin that links the static one must
 * itself be linked with -z nodelete, as pkg-config and CMake tell. Clients work on in a forked child.
 *
 * Define CAD_NO_CLIENT before including this header for a library that was built without the
 * built-in transport: it has no TLS and no network in it.
 */
#ifndef CLOUDAGENT_DISPOSITION_H
#define CLOUDAGENT_DISPOSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The version of this header. */
#define CAD_VERSION_MAJOR @MAJOR@
#define CAD_VERSION_MINOR @MINOR@
#define CAD_VERSION_PATCH @PATCH@

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
