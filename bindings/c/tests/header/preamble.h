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
 *   - An output is written only where the comment says so, and never half.
 *   - No function takes over or frees an argument, except the ones called ..._free, and those take
 *     NULL too. Views that you pass in are read during the call only.
 *   - A struct that may grow begins with its size: begin with its CAD_..._INIT. One of an unknown
 *     size is refused with CAD_BAD_SIZE.
 *   - Enums are unsigned 32-bit numbers with a name each (cad_..._name). No number is ever reused,
 *     and 0 stands for "none". A number out of its range is refused with CAD_BAD_ENUM.
 *   - Pointers must point to what their type says; NULL is checked, the rest can't be.
 *   - No panic of the library crosses into your code: it becomes CAD_PANIC or the value of NULL.
 *
 * The library keeps nothing global, installs no signal handler and starts no thread before the
 * first call that needs one. It stays loaded once it is (-z nodelete), so a plugin that links it
 * may be unloaded. Clients work on in a forked child.
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

#ifdef __cplusplus
extern "C" {
#endif
