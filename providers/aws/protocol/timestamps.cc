#include "providers/aws/protocol/timestamps.h"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include "providers/aws/client/sender.h"
#include "schema/base/env.h"

namespace tenon::aws {

namespace {

using Milliseconds = std::chrono::milliseconds;
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string text_of(Milliseconds since_epoch) {
  const std::chrono::system_clock::time_point time{since_epoch};
  return format_utc(time, since_epoch.count() % 1000 == 0 ? 0 : 3);
}

std::optional<Milliseconds> iso(std::string_view text) {
  // Rewritten as an HTTP date, which knows the calendar; fraction and offset are added.
  if (text.size() < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':') return std::nullopt;
  const int month = std::atoi(std::string(text.substr(5, 2)).c_str());
  if (month < 1 || month > 12) return std::nullopt;
  const std::string date = "Xxx, " + std::string(text.substr(8, 2)) + " " +
                           std::string(kMonths[static_cast<std::size_t>(month - 1)]) + " " +
                           std::string(text.substr(0, 4)) + " " + std::string(text.substr(11, 8)) +
                           " GMT";
  const auto seconds = parse_http_date(date);
  if (!seconds) return std::nullopt;
  Milliseconds result{*seconds * 1000};
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    std::int64_t scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      result += Milliseconds{(text[at] - '0') * scale};
  }
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    if (text.size() < at + 6) return std::nullopt;
    const int hours = std::atoi(std::string(text.substr(at + 1, 2)).c_str());
    const int minutes = std::atoi(std::string(text.substr(at + 4, 2)).c_str());
    const Milliseconds offset{(hours * 60 + minutes) * 60'000LL};
    result += text[at] == '+' ? -offset : offset;
  }
  return result;
}

}  // namespace

std::optional<std::string> normal_timestamp(std::string_view wire) {
  if (wire.empty()) return std::nullopt;
  if (const auto seconds = parse_http_date(wire)) {
    Milliseconds time{*seconds * 1000};
    // "Sun, 02 Jan 2000 20:34:56.456 GMT"
    if (wire.size() > 29 && wire[25] == '.')
      time += Milliseconds{std::atoi(std::string(wire.substr(26, 3)).c_str())};
    return text_of(time);
  }
  if (const auto time = iso(wire)) return text_of(*time);
  const std::string text(wire);
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  if (end != text.c_str() + text.size() || !std::isfinite(seconds) || std::abs(seconds) > 2.6e11)
    return std::nullopt;
  return text_of(Milliseconds{std::llround(seconds * 1000)});
}

std::optional<std::string> wire_timestamp(std::string_view normal, std::string_view format) {
  const auto normalised = normal_timestamp(normal);
  if (!normalised) return std::nullopt;
  if (format == "iso8601") return normalised;
  const auto time = iso(*normalised);
  if (!time) return std::nullopt;
  if (format == "rfc822") {
    static constexpr std::array<const char*, 7> kDays = {"Thu", "Fri", "Sat", "Sun",
                                                         "Mon", "Tue", "Wed"};
    const std::int64_t days = time->count() / 86'400'000 - (time->count() % 86'400'000 < 0 ? 1 : 0);
    const auto day = static_cast<std::size_t>(((days % 7) + 7) % 7);
    const auto month = static_cast<std::size_t>(std::atoi(normalised->substr(5, 2).c_str()) - 1);
    return std::string(kDays[day]) + ", " + normalised->substr(8, 2) + " " +
           std::string(kMonths[month]) + " " + normalised->substr(0, 4) + " " +
           normalised->substr(11, 8) + " GMT";
  }
  std::string text = time->count() < 0 ? "-" : "";
  text += std::to_string(std::abs(time->count()) / 1000);
  if (const auto rest = time->count() % 1000; rest != 0) {
    const std::string digits = std::to_string(1000 + std::abs(rest)).substr(1);
    text += "." + digits;
    while (text.back() == '0') text.pop_back();
  }
  return text;
}

}  // namespace tenon::aws
