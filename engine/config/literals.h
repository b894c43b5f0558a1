// Arguments whose values are written out, without references: what a backend block and the files of
// -backend-config hold. Owner: values live in the given arena.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/config/body.h"
#include "schema/base/diagnostic.h"

namespace tenon::config {

// The text of `path` as a body: JSON or YAML by its ending, else HCL. Nothing with diagnostics
// where it is none; `structure` says what it should be.
std::optional<Body> body_of_text(const std::string& path, const std::string& text,
                                 const std::string& structure, Diagnostics& diagnostics);

// The arguments of `body` by name; `what` names it in sentences. What refers to something is an
// error.
std::map<std::string, Value> literal_arguments(const Body& body, const std::string& what,
                                               Arena& arena, Diagnostics& diagnostics);

}  // namespace tenon::config
