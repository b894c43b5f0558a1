// Dates and times: formatdate, timeadd, timecmp, timestamp, plantimestamp.
#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/timestamp.h"

namespace tenon::lang::functions {

namespace {

constexpr std::int64_t kNanosecond = 1'000'000'000;
__extension__ using Wide = __int128;  // products of numbers and units, before they are judged

std::optional<Timestamp> timestamp_argument(Arguments arguments, std::size_t index,
                                            FunctionError& error) {
  const auto text = arguments[index].as_string();
  std::string problem;
  auto timestamp = parse_rfc3339(text, problem);
  if (timestamp) return timestamp;
  return refuse(error, static_cast<int>(index),
                quoted(text) + " is not a timestamp like 2006-01-02T15:04:05Z: " + problem);
}

std::string two_digits(int number) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d", number);
  return text.data();
}

std::string offset_text(int minutes, const char* separator) {
  const int size = minutes < 0 ? -minutes : minutes;
  return (minutes < 0 ? "-" : "+") + two_digits(size / 60) + separator + two_digits(size % 60);
}

constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
constexpr std::string_view kWeekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                          "Thursday", "Friday", "Saturday"};

// A run of one letter as what it stands for; nothing where it stands for nothing.
std::optional<std::string> date_piece(std::string_view run, const CalendarTime& time, int offset) {
  const std::size_t size = run.size();
  const auto numeric = [&](int number) -> std::optional<std::string> {
    if (size == 1) return std::to_string(number);
    if (size == 2) return two_digits(number);
    return std::nullopt;
  };
  const int short_hour = time.hour % 12 == 0 ? 12 : time.hour % 12;
  switch (run.front()) {
    case 'Y': {
      std::array<char, 32> year{};
      std::snprintf(year.data(), year.size(), "%04lld", static_cast<long long>(time.year));
      if (size == 4) return std::string(year.data());
      if (size == 2) return two_digits(static_cast<int>(time.year % 100));
      return std::nullopt;
    }
    case 'M': {
      const auto name = kMonths[time.month - 1];
      if (size == 4) return std::string(name);
      if (size == 3) return std::string(name.substr(0, 3));
      return numeric(time.month);
    }
    case 'D':
      return numeric(time.day);
    case 'E': {
      const auto name = kWeekdays[time.weekday];
      if (size == 4) return std::string(name);
      if (size == 3) return std::string(name.substr(0, 3));
      return std::nullopt;
    }
    case 'h':
      return numeric(time.hour);
    case 'H':
      return numeric(short_hour);
    case 'A':
      if (size == 2) return std::string(time.hour < 12 ? "AM" : "PM");
      return std::nullopt;
    case 'a':
      if (size == 2) return std::string(time.hour < 12 ? "am" : "pm");
      return std::nullopt;
    case 'm':
      return numeric(time.minute);
    case 's':
      return numeric(time.second);
    case 'Z':
      if (size == 1) return offset == 0 ? "Z" : offset_text(offset, ":");
      if (size == 3) return offset == 0 ? "UTC" : offset_text(offset, "");
      if (size == 4) return offset_text(offset, "");
      if (size == 5) return offset_text(offset, ":");
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The text between the quote at `at` and the one that closes it, two quotes standing for one.
bool take_literal(std::string_view format, std::size_t& at, std::string& to) {
  ++at;
  if (at < format.size() && format[at] == '\'') {
    to += '\'';
    ++at;
    return true;
  }
  while (at < format.size()) {
    if (format[at] == '\'') {
      ++at;
      if (at >= format.size() || format[at] != '\'') return true;
    }
    to += format[at++];
  }
  return false;
}

Answer format_date(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto timestamp = timestamp_argument(arguments, 1, error);
  if (!timestamp) return std::nullopt;
  const auto format = arguments[0].as_string();
  const CalendarTime time = calendar_of(*timestamp);
  std::string text;
  for (std::size_t at = 0; at < format.size();) {
    if (format[at] == '\'') {
      if (!take_literal(format, at, text)) {
        return refuse(error, 0, "a literal text has no closing quote (')");
      }
      continue;
    }
    if (!is_letter(format[at])) {
      text += format[at++];
      continue;
    }
    std::size_t end = at;
    while (end < format.size() && format[end] == format[at]) ++end;
    const auto run = format.substr(at, end - at);
    const auto piece = date_piece(run, time, timestamp->offset_minutes);
    if (!piece) {
      return refuse(error, 0,
                    quoted(run) +
                        " means nothing in a date format; literal letters stand between "
                        "single quotes");
    }
    text += *piece;
    at = end;
  }
  return text_value(context, text);
}

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr Unit kUnits[] = {{"ns", 1},
                           {"us", 1000},
                           {"µs", 1000},
                           {"μs", 1000},
                           {"ms", 1'000'000},
                           {"s", kNanosecond},
                           {"m", 60 * kNanosecond},
                           {"h", 3600 * kNanosecond}};

const Unit* unit_at(std::string_view text) {
  const auto size = std::min(text.find_first_of("0123456789."), text.size());
  for (const Unit& unit : kUnits) {
    if (unit.name == text.substr(0, size)) return &unit;
  }
  return nullptr;
}

// "1h30m", "-1.5h", "500ms": decimal numbers with units. Nothing, and `problem` filled, where
// `text` is none.
std::optional<std::int64_t> parse_duration(std::string_view text, std::string& problem) {
  constexpr auto kMost = static_cast<Wide>(std::numeric_limits<std::int64_t>::max());
  Wide total = 0;
  std::string_view rest = text;
  const bool negative = rest.starts_with("-");
  if (negative || rest.starts_with("+")) rest.remove_prefix(1);
  if (rest == "0") return 0;
  if (rest.empty()) problem = "it is empty";
  while (!rest.empty()) {
    Wide number = 0;
    Wide scale = 1;
    bool digits = false;
    bool point = false;
    std::size_t at = 0;
    for (; at < rest.size(); ++at) {
      if (rest[at] == '.' && !point) {
        point = true;
        continue;
      }
      if (rest[at] < '0' || rest[at] > '9') break;
      digits = true;
      // More decimals than these are below a nanosecond.
      if (point && scale >= 1'000'000'000'000'000) continue;
      number = number * 10 + (rest[at] - '0');
      if (point) scale *= 10;
      if (number > kMost) {
        problem = "it is too long";
        return std::nullopt;
      }
    }
    rest.remove_prefix(at);
    if (!digits) {
      problem = "a number is missing";
      return std::nullopt;
    }
    const Unit* const unit = unit_at(rest);
    if (unit == nullptr) {
      problem = "a number has no unit or an unknown one; units are h, m, s, ms, us and ns";
      return std::nullopt;
    }
    rest.remove_prefix(unit->name.size());
    total += number * unit->nanoseconds / scale;
    if (total > kMost) {
      problem = "it is too long";
      return std::nullopt;
    }
  }
  if (!problem.empty()) return std::nullopt;
  return static_cast<std::int64_t>(negative ? -total : total);
}

Answer add_time(FunctionContext& context, Arguments arguments, FunctionError& error) {
  auto timestamp = timestamp_argument(arguments, 0, error);
  if (!timestamp) return std::nullopt;
  std::string problem;
  const auto text = arguments[1].as_string();
  const auto duration = parse_duration(text, problem);
  if (!duration) {
    return refuse(error, 1, quoted(text) + " is not a duration like 1h30m: " + problem);
  }
  std::int64_t nanoseconds = timestamp->nanoseconds + *duration % kNanosecond;
  timestamp->seconds += *duration / kNanosecond;
  if (nanoseconds < 0) {
    nanoseconds += kNanosecond;
    --timestamp->seconds;
  } else if (nanoseconds >= kNanosecond) {
    nanoseconds -= kNanosecond;
    ++timestamp->seconds;
  }
  timestamp->nanoseconds = static_cast<std::int32_t>(nanoseconds);
  return text_value(context, format_rfc3339(*timestamp));
}

Answer compare_times(FunctionContext&, Arguments arguments, FunctionError& error) {
  const auto a = timestamp_argument(arguments, 0, error);
  if (!a) return std::nullopt;
  const auto b = timestamp_argument(arguments, 1, error);
  if (!b) return std::nullopt;
  if (a->seconds != b->seconds) return Value::number(a->seconds < b->seconds ? -1 : 1);
  if (a->nanoseconds == b->nanoseconds) return Value::number(0);
  return Value::number(a->nanoseconds < b->nanoseconds ? -1 : 1);
}

Answer now(FunctionContext& context, Arguments, FunctionError&) {
  if (context.phase == Phase::Plan || context.env == nullptr) {
    return unknown_not_null(*context.arena, Type::string());
  }
  return text_value(context, format_utc(context.env->now()));
}

Answer plan_time(FunctionContext& context, Arguments, FunctionError&) {
  if (!context.plan_time) return unknown_not_null(*context.arena, Type::string());
  Timestamp timestamp;
  timestamp.seconds = *context.plan_time;
  return text_value(context, format_rfc3339(timestamp));
}

}  // namespace

void add_dates(FunctionTable& table) {
  static const Type kString = Type::string();
  static const Parameter kFormat[] = {{"format", kString}, {"time", kString}};
  static const Parameter kAdd[] = {{"timestamp", kString}, {"duration", kString}};
  static const Parameter kCompare[] = {{"timestamp_a", kString}, {"timestamp_b", kString}};
  static const Function kFunctions[] = {
      {.name = "formatdate",
       .parameters = kFormat,
       .result = kString,
       .body = format_date,
       .description = "A timestamp written in another form."},
      {.name = "plantimestamp",
       .parameters = {},
       .result = kString,
       .body = plan_time,
       .description = "The time at which the plan was made, in UTC."},
      {.name = "timeadd",
       .parameters = kAdd,
       .result = kString,
       .body = add_time,
       .description = "A timestamp moved by a duration."},
      {.name = "timecmp",
       .parameters = kCompare,
       .result = Type::number(),
       .body = compare_times,
       .description = "-1, 0 or 1 where the first time is before, at or after the second."},
      {.name = "timestamp",
       .parameters = {},
       .result = kString,
       .body = now,
       .description = "The present time in UTC; known only while changes are applied."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
