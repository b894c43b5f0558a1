// Result<T> and Status: answers of the world (files, SQL, HTTP), which can fail through nobody's
// fault. Modelled on std::expected, which GCC 12 does not have in C++20 mode. Judgements on the
// user's input are Diagnostics instead, and our own bugs are CHECKs; the three never mix.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "schema/base/check.h"

namespace tenon {

enum class ErrorCategory {
  NotFound,
  AlreadyExists,
  PermissionDenied,
  Unauthenticated,
  InvalidArgument,
  Conflict,     // somebody else changed or holds it
  Unavailable,  // cannot be reached, timed out, throttled out
  Corrupt,      // readable, but not what it should be
  Exhausted,    // disk full, limits
  Cancelled,
  Unsupported,
  Unknown,
};

// What went wrong, in a full sentence without a trailing newline. `code` is the other side's own
// word for it (an AWS error code, an SQLite result name), empty where there is none. `context`
// added by with_context() stands in front: "cannot open tenon.db: disk I/O error".
struct Error {
  ErrorCategory category = ErrorCategory::Unknown;
  std::string message;
  std::string code;
  bool retryable = false;

  Error with_context(const std::string& context) && {
    message = context + ": " + message;
    return std::move(*this);
  }
};

inline Error make_error(ErrorCategory category, std::string message, std::string code = {}) {
  return Error{category, std::move(message), std::move(code), false};
}

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return content_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  // REQUIRES: has_value()
  T& value() & {
    CHECK(has_value());
    return *std::get_if<0>(&content_);
  }
  const T& value() const& {
    CHECK(has_value());
    return *std::get_if<0>(&content_);
  }
  T&& value() && {
    CHECK(has_value());
    return std::move(*std::get_if<0>(&content_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  // REQUIRES: !has_value()
  const Error& error() const& {
    CHECK(!has_value());
    return *std::get_if<1>(&content_);
  }
  Error&& error() && {
    CHECK(!has_value());
    return std::move(*std::get_if<1>(&content_));
  }
  T value_or(T other) const& { return has_value() ? value() : std::move(other); }

 private:
  std::variant<T, Error> content_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  const Error& error() const& {
    CHECK(error_.has_value());
    return *error_;
  }
  Error&& error() && {
    CHECK(error_.has_value());
    return std::move(*error_);
  }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;
inline Status ok_status() { return Status(); }

}  // namespace tenon

#define TENON_CONCAT_INNER(a, b) a##b
#define TENON_CONCAT(a, b) TENON_CONCAT_INNER(a, b)

// Returns from the enclosing function with the error of `expression`, a Status or Result<T>, if it
// has one.
#define RETURN_IF_ERROR(expression)                            \
  do {                                                         \
    auto tenon_status = (expression);                          \
    if (!tenon_status) return std::move(tenon_status).error(); \
  } while (false)

// ASSIGN_OR_RETURN(auto rows, read_rows(path)); declares `rows`, or returns the error.
#define ASSIGN_OR_RETURN(declaration, expression) \
  TENON_ASSIGN_OR_RETURN(TENON_CONCAT(tenon_result_, __LINE__), declaration, expression)
#define TENON_ASSIGN_OR_RETURN(result, declaration, expression) \
  auto result = (expression);                                   \
  if (!result) return std::move(result).error();                \
  declaration = std::move(result).value()
