#include "providers/aws/client/dates.h"

#include <algorithm>
#include <array>

#include "schema/base/env.h"

namespace tenon::aws {

namespace {

// The number that `digits` characters at `at` are; -1 where they are none.
std::int64_t number_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  std::int64_t value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

struct Moment {
  std::int64_t year, month, day, hour, minute, second;
};

std::optional<std::int64_t> seconds_of(const Moment& moment) {
  const auto& [year, month, day, hour, minute, second] = moment;
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 0 || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 60)
    return std::nullopt;
  // Days since 1970 of a civil date (Howard Hinnant, "chrono-compatible low-level date
  // algorithms").
  const std::int64_t y = year - (month <= 2 ? 1 : 0);
  const std::int64_t era = y / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  const std::int64_t days = era * 146097 + day_of_era - 719468;
  return days * 86400 + hour * 3600 + minute * 60 + second;
}

}  // namespace

std::string amz_timestamp(std::chrono::system_clock::time_point time) {
  std::string text;
  for (const char c : format_utc(time)) {
    if (c != '-' && c != ':') text += c;
  }
  return text;
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  // "Sat, 21 Nov 2026 02:40:18 GMT"
  if (text.size() < 25 || text[3] != ',') return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  if (month == kMonths.end()) return std::nullopt;
  return seconds_of({number_at(text, 12, 4), month - kMonths.begin() + 1, number_at(text, 5, 2),
                     number_at(text, 17, 2), number_at(text, 20, 2), number_at(text, 23, 2)});
}

std::optional<std::chrono::system_clock::time_point> parse_utc(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || (text[19] != 'Z' && text[19] != '.' && text[19] != '+'))
    return std::nullopt;
  const auto seconds =
      seconds_of({number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2),
                  number_at(text, 11, 2), number_at(text, 14, 2), number_at(text, 17, 2)});
  if (!seconds) return std::nullopt;
  return std::chrono::system_clock::time_point(std::chrono::seconds(*seconds));
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  std::int64_t total = 0;
  while (!text.empty()) {
    std::int64_t number = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && digits < 9;
         ++digits)
      number = number * 10 + (text[digits] - '0');
    if (digits == 0 || digits == text.size()) return std::nullopt;
    const char unit = text[digits];
    if (unit != 'h' && unit != 'm' && unit != 's') return std::nullopt;
    total += number * (unit == 'h' ? 3600 : unit == 'm' ? 60 : 1);
    text.remove_prefix(digits + 1);
  }
  return std::chrono::seconds(total);
}

}  // namespace tenon::aws
