// Texts that providers wrote: what a cloud or an operating system says of a failure often quotes
// what it was given, and does not know what of that is secret. Threads: any. Cost: O(text *
// secrets).
#pragma once

#include <string>

#include "schema/value/value.h"

namespace tenon {

// `text` with every string that is marked sensitive in `of`, and every part of one that is eight
// bytes or longer, replaced by "(sensitive value)". Strings of fewer than four bytes stay: they
// would be found everywhere.
std::string without_secrets(std::string text, const Value& of);

}  // namespace tenon
