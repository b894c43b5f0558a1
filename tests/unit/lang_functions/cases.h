// What the tests of functions share: tables of expressions and what they give.
// In expressions these names are bound: `u` an unknown string, `un` an unknown number, `ub` an
// unknown bool, `ul` an unknown list of strings, `um` an unknown map of strings, `d` unknown of
// unknown type, `secret` the sensitive "s", `secret_number` the sensitive 7, `passing` an ephemeral
// text. A result is written as JSON, "error", "unknown TYPE" with the certain prefix, "sensitive
// JSON", or "list: …" where its elements are to be told apart.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "engine/lang/function.h"
#include "schema/value/value.h"

namespace tenon::lang {

struct Case {
  const char* expression;
  const char* expected;
};

struct Outcome {
  std::string text;    // as in the tables
  std::string detail;  // of the first error
};

// With the files of `env`, which may be null, and in `phase`.
Outcome outcome_of(const std::string& expression, Env* env = nullptr, Phase phase = Phase::Console);
void check(std::initializer_list<Case> cases, Env* env = nullptr);

}  // namespace tenon::lang
