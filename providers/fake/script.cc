#include "providers/fake/script.h"

#include <cstdlib>
#include <set>

#include "schema/base/text.h"

namespace tenon::fake {

namespace {

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (std::string& word : split(line, ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

bool milliseconds(const std::string& word, std::chrono::milliseconds* to) {
  if (word.size() < 3 || word.size() > 8 || word.substr(word.size() - 2) != "ms") return false;
  const std::string digits = word.substr(0, word.size() - 2);
  if (digits.find_first_not_of("0123456789") != std::string::npos) return false;
  *to = std::chrono::milliseconds(std::strtol(digits.c_str(), nullptr, 10));
  return true;
}

bool is_operation(const std::string& word) {
  static const std::set<std::string> kOperations = {"create", "activate", "update",
                                                    "remove", "read",     "find"};
  return kOperations.count(word) > 0;
}

bool read_fail(const std::vector<std::string>& words, Rule* rule) {
  std::size_t at = 1;
  for (; at < words.size() && (words[at] == "once" || words[at] == "half"); ++at) {
    rule->once = true;
    if (words[at] == "half") rule->kind = RuleKind::Half;
  }
  if (words.size() < at + 3) return false;
  rule->operation = words[at];
  rule->target = words[at + 1];
  rule->code = words[at + 2];
  rule->message = join({words.begin() + static_cast<std::ptrdiff_t>(at) + 3, words.end()}, " ");
  if (rule->message.empty()) rule->message = "as the script says";
  return is_operation(rule->operation);
}

bool read_rule(const std::vector<std::string>& words, Rule* rule) {
  const std::string& verb = words[0];
  if (verb == "fail") return read_fail(words, rule);
  if (verb == "hide" && words.size() == 3) {
    rule->kind = RuleKind::Hide;
    rule->operation = "create";
    rule->target = words[1];
    return milliseconds(words[2], &rule->time);
  }
  if (verb == "deny" && words.size() == 3) {
    rule->kind = RuleKind::Deny;
    rule->operation = words[1];
    rule->target = words[2];
  } else if (verb == "delay" && words.size() == 4) {
    rule->kind = RuleKind::Delay;
    rule->operation = words[1];
    rule->target = words[2];
    if (!milliseconds(words[3], &rule->time)) return false;
  } else if (verb == "lose" && words.size() == 5 && words[1] == "response" && words[2] == "of") {
    rule->kind = RuleKind::Lose;
    rule->once = true;
    rule->operation = words[3];
    rule->target = words[4];
  } else if (verb == "crash" && words.size() == 4 &&
             (words[1] == "before" || words[1] == "after")) {
    rule->kind = words[1] == "before" ? RuleKind::CrashBefore : RuleKind::CrashAfter;
    rule->once = true;
    rule->operation = words[2];
    rule->target = words[3];
  } else {
    return false;
  }
  return is_operation(rule->operation);
}

}  // namespace

bool Rule::applies_to(std::string_view called, std::string_view type, std::string_view name) const {
  if (operation != called) return false;
  if (target == name) return true;
  if (!target.empty() && target.back() == '*')
    return name.substr(0, target.size() - 1) ==
           std::string_view(target).substr(0, target.size() - 1);
  return target.size() == type.size() + 1 + name.size() &&
         target.compare(0, type.size(), type) == 0 && target[type.size()] == '.' &&
         target.compare(type.size() + 1, name.size(), name) == 0;
}

Result<std::vector<Rule>> read_script(std::string_view text) {
  std::vector<Rule> rules;
  std::size_t number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    const std::vector<std::string> words = words_of(trim(line));
    if (words.empty() || words[0][0] == '#') continue;
    Rule rule;
    rule.line = number;
    if (!read_rule(words, &rule))
      return make_error(
          ErrorCategory::InvalidArgument,
          "line " + std::to_string(number) + " of the fake cloud's script is no rule: " + line);
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace tenon::fake
