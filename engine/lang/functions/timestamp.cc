#include "engine/lang/functions/timestamp.h"

#include <array>
#include <cstdio>

namespace tenon::lang::functions {

namespace {

constexpr std::int64_t kDay = 86400;

// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, by years that start in
// March.
std::int64_t days_of(std::int64_t year, int month, int day) {
  if (month <= 2) --year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

int days_in(std::int64_t year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// Reads one timestamp piece by piece; once something does not fit, everything after it fails too.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // A number of at least `least` and at most `most` digits; -1 where there is none.
  int number(std::size_t least, std::size_t most, const char* what) {
    int value = 0;
    std::size_t count = 0;
    while (count < most && at_ < text_.size() && is_digit(text_[at_])) {
      value = value * 10 + (text_[at_] - '0');
      ++at_;
      ++count;
    }
    if (count < least) fail(std::string("the ") + what + " is missing or too short");
    return value;
  }
  void expect(char c, const char* where) {
    if (!take(c)) fail(std::string("\"") + c + "\" is missing " + where);
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // Digits after a point as nanoseconds.
  int fraction() {
    int value = 0;
    int scale = 100'000'000;
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) {
      value += (text_[at_] - '0') * scale;
      scale /= 10;
      ++at_;
    }
    if (at_ == start) fail("there are no digits after the decimal point");
    return value;
  }
  void check(bool condition, const char* problem) {
    if (!condition) fail(problem);
  }
  void fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }
  bool at_end() const { return at_ == text_.size(); }
  bool ok() const { return problem_.empty(); }
  const std::string& problem() const { return problem_; }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  std::string_view text_;
  std::size_t at_ = 0;
  std::string problem_;
};

int read_offset(Reader& reader, std::size_t least) {
  if (reader.take('Z')) return 0;
  const bool negative = reader.take('-');
  if (!negative)
    reader.expect('+', "at the start of the offset from UTC, which is Z or like +02:00");
  const int hours = reader.number(least, 2, "hour of the offset");
  reader.expect(':', "in the offset from UTC");
  const int minutes = reader.number(least, 2, "minute of the offset");
  reader.check(hours <= 23 && minutes <= 59, "the offset from UTC is out of range");
  return (negative ? -1 : 1) * (hours * 60 + minutes);
}

std::optional<Timestamp> made(Reader& reader, const CalendarTime& time, int nanoseconds,
                              int offset) {
  reader.check(time.month >= 1 && time.month <= 12, "the month must be between 01 and 12");
  if (reader.ok()) {
    reader.check(time.day >= 1 && time.day <= days_in(time.year, time.month),
                 "the month does not have this day");
  }
  reader.check(time.hour <= 23, "the hour must be between 00 and 23");
  reader.check(time.minute <= 59, "the minute must be between 00 and 59");
  reader.check(time.second <= 59, "the second must be between 00 and 59");
  reader.check(reader.at_end(), "there is something after the end");
  if (!reader.ok()) return std::nullopt;
  Timestamp timestamp;
  timestamp.seconds = days_of(time.year, time.month, time.day) * kDay + time.hour * 3600 +
                      time.minute * 60 + time.second - std::int64_t{offset} * 60;
  timestamp.nanoseconds = nanoseconds;
  timestamp.offset_minutes = offset;
  return timestamp;
}

}  // namespace

std::optional<Timestamp> parse_rfc3339(std::string_view text, std::string& problem) {
  Reader reader(text);
  CalendarTime time;
  time.year = reader.number(4, 4, "year");
  reader.expect('-', "after the year");
  time.month = reader.number(2, 2, "month");
  reader.expect('-', "after the month");
  time.day = reader.number(2, 2, "day");
  reader.expect('T', "between date and time");
  time.hour = reader.number(2, 2, "hour");
  reader.expect(':', "after the hour");
  time.minute = reader.number(2, 2, "minute");
  reader.expect(':', "after the minute");
  time.second = reader.number(2, 2, "second");
  const int nanoseconds = reader.take('.') ? reader.fraction() : 0;
  const int offset = read_offset(reader, 2);
  auto timestamp = made(reader, time, nanoseconds, offset);
  if (!timestamp) problem = reader.problem();
  return timestamp;
}

std::optional<Timestamp> parse_yaml_time(std::string_view text) {
  if (text.size() < 8 || text[0] < '0' || text[0] > '9') return std::nullopt;
  Reader reader(text);
  CalendarTime time;
  time.year = reader.number(4, 4, "year");
  reader.expect('-', "after the year");
  time.month = reader.number(1, 2, "month");
  reader.expect('-', "after the month");
  time.day = reader.number(1, 2, "day");
  int nanoseconds = 0;
  int offset = 0;
  if (!reader.at_end()) {
    const bool zoned = reader.take('T') || reader.take('t');
    if (!zoned) reader.expect(' ', "between date and time");
    time.hour = reader.number(1, 2, "hour");
    reader.expect(':', "after the hour");
    time.minute = reader.number(1, 2, "minute");
    reader.expect(':', "after the minute");
    time.second = reader.number(1, 2, "second");
    if (reader.take('.')) nanoseconds = reader.fraction();
    if (zoned) offset = read_offset(reader, 2);
  }
  return made(reader, time, nanoseconds, offset);
}

CalendarTime calendar_of(const Timestamp& timestamp) {
  const std::int64_t local = timestamp.seconds + std::int64_t{timestamp.offset_minutes} * 60;
  const std::int64_t days = floor_divide(local, kDay);
  const auto second_of_day = static_cast<int>(local - days * kDay);
  // The inverse of days_of.
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = floor_divide(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  CalendarTime time;
  time.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  time.month =
      static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  time.year = year_of_era + era * 400 + (time.month <= 2 ? 1 : 0);
  time.hour = second_of_day / 3600;
  time.minute = second_of_day / 60 % 60;
  time.second = second_of_day % 60;
  time.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
  return time;
}

std::string format_rfc3339(const Timestamp& timestamp) {
  const CalendarTime time = calendar_of(timestamp);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s%04lld-%02d-%02dT%02d:%02d:%02d",
                time.year < 0 ? "-" : "",
                static_cast<long long>(time.year < 0 ? -time.year : time.year), time.month,
                time.day, time.hour, time.minute, time.second);
  std::string result = text.data();
  if (timestamp.offset_minutes == 0) return result + "Z";
  const int offset =
      timestamp.offset_minutes < 0 ? -timestamp.offset_minutes : timestamp.offset_minutes;
  std::snprintf(text.data(), text.size(), "%c%02d:%02d", timestamp.offset_minutes < 0 ? '-' : '+',
                offset / 60, offset % 60);
  return result + text.data();
}

}  // namespace tenon::lang::functions
