// CHECK(condition): for what cannot happen unless this program has a bug. It prints where and what,
// and aborts. Never reachable by a user's input (that is a Diagnostic) or by the world's behaviour
// (that is a Result).
#pragma once

namespace tenon {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace tenon

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::tenon::check_failed(#condition, __FILE__, __LINE__))
