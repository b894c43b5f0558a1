// Script: what a test wants to go wrong in the fake cloud, one rule a line:
//   fail [once|half] OPERATION TARGET CODE words of the message
//   lose response of OPERATION TARGET
//   delay OPERATION TARGET 200ms
//   deny OPERATION TARGET
//   crash before|after OPERATION TARGET
//   hide TARGET 300ms
// OPERATION is create, activate, update, remove, read or find; TARGET is a name, the beginning of
// one and *, or TYPE.name.
// `fail once`, `fail half`, `lose` and `crash` happen one time only, in whichever process comes
// first: who keeps count of that is the cloud. Threads: immutable once read.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/result.h"

namespace tenon::fake {

enum class RuleKind : std::uint8_t {
  Fail,  // nothing happens but the error
  Half,  // it happens, and is an error all the same
  Lose,  // it happens, and nobody hears of it
  Delay,
  Deny,
  CrashBefore,
  CrashAfter,
  Hide,  // what was created cannot be seen for a while
};

struct Rule {
  RuleKind kind = RuleKind::Fail;
  std::string operation;
  std::string target;
  std::string code;
  std::string message;
  std::chrono::milliseconds time{0};
  bool once = false;
  std::size_t line = 0;  // from 1

  bool applies_to(std::string_view called, std::string_view type, std::string_view name) const;
};

Result<std::vector<Rule>> read_script(std::string_view text);

}  // namespace tenon::fake
