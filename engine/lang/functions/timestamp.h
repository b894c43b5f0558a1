// Timestamp: a point in time with the offset that it was written with, read from and written as RFC
// 3339, and read from YAML. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::lang::functions {

struct Timestamp {
  std::int64_t seconds = 0;      // since 1970-01-01T00:00:00Z
  std::int32_t nanoseconds = 0;  // 0 to 999,999,999
  std::int32_t offset_minutes = 0;
};

struct CalendarTime {
  std::int64_t year = 0;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 0;  // 0 is Sunday
};

// Nothing, and `problem` filled, where `text` is none.
std::optional<Timestamp> parse_rfc3339(std::string_view text, std::string& problem);
// A date, or date and time, in one of the forms that YAML readers take for one.
std::optional<Timestamp> parse_yaml_time(std::string_view text);
// The clock and calendar at the timestamp's own offset.
CalendarTime calendar_of(const Timestamp& timestamp);
// Whole seconds only.
std::string format_rfc3339(const Timestamp& timestamp);

}  // namespace tenon::lang::functions
