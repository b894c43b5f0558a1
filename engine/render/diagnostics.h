// Diagnostics as people and programs read them. Pure: text in, text out.
#pragma once

#include <string>

#include "schema/base/diagnostic.h"

namespace tenon {

enum class Colour { Off, On };

// "Error: Summary (E0101)", where, the line with the place underlined, the detail wrapped. Ends in
// a newline.
std::string diagnostic_text(const Diagnostic& diagnostic, Colour colour);
std::string diagnostics_text(const Diagnostics& diagnostics, Colour colour);
// One object of Terraform's diagnostic JSON.
std::string diagnostic_json(const Diagnostic& diagnostic);
// `validate -json`, whole.
std::string validate_json(const Diagnostics& diagnostics);

}  // namespace tenon
