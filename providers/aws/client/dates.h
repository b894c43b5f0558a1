// Dates as AWS and HTTP write them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::aws {

// "20261121T024018Z"
std::string amz_timestamp(std::chrono::system_clock::time_point time);
// "Sat, 21 Nov 2026 02:40:18 GMT" as seconds since 1970 (RFC 9110, 5.6.7); nothing where it is
// none.
std::optional<std::int64_t> parse_http_date(std::string_view text);
// "2026-11-21T02:40:18Z" (UTC), also with a fraction of a second, which is left out.
std::optional<std::chrono::system_clock::time_point> parse_utc(std::string_view text);

// "1h30m", "3600s": Go's durations, as far as anybody writes them here.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace tenon::aws
