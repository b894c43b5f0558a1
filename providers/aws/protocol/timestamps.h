// Times on the wire.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tenon::aws {

// ISO 8601 in UTC ("2026-11-21T02:40:18Z", milliseconds only where there are some) of any of the
// three formats: seconds since 1970, ISO 8601 with or without offset, HTTP date. Nothing where it
// is none.
std::optional<std::string> normal_timestamp(std::string_view wire);
// And back: "iso8601", "rfc822", "unixTimestamp".
std::optional<std::string> wire_timestamp(std::string_view normal, std::string_view format);

}  // namespace tenon::aws
