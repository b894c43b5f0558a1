// Version constraints as Terraform writes them: "~> 5.0, != 5.31.0".
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::config {

inline constexpr std::string_view kTerraformVersion = "1.11.4";  // what tenon stands in for

// Whether `version` ("5.100.0") satisfies `constraint`; nothing, and *error a sentence, where the
// constraint cannot be read.
std::optional<bool> satisfies(std::string_view version, std::string_view constraint,
                              std::string* error);

}  // namespace tenon::config
