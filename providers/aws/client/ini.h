// The INI dialect of the AWS shared configuration and credentials files. Source: AWS SDKs and Tools
// Reference Guide, "Shared config and credentials files".
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace tenon::aws {

// Section name ("default", "profile dev", "sso-session x") → key (lower case) → value. Nested
// settings (indented below `key =`) become "key.nested". Lines that are none of these are skipped,
// as the SDKs do.
using IniFile = std::map<std::string, std::map<std::string, std::string>>;
IniFile parse_ini(std::string_view text);

}  // namespace tenon::aws
