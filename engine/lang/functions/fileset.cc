// fileset: the files under a directory whose paths match a pattern: "*" and "?" within a name,
// "[a-z]" and "[^a-z]", "{x,y}", "\" before a character that means itself, and "**" as a whole name
// for any number of directories.
#include <set>
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/file_paths.h"
#include "engine/lang/functions/unicode.h"
#include "schema/base/text.h"

namespace tenon::lang::functions {

namespace {

constexpr std::size_t kMostAlternatives = 10'000;
constexpr std::size_t kMostEntries = 1'000'000;
constexpr int kDeepest = 64;  // also ends symbolic links that lead in circles

// The position after the bracket expression at `at`; npos where it has no end.
std::size_t after_brackets(std::string_view pattern, std::size_t at) {
  ++at;
  if (at < pattern.size() && pattern[at] == '^') ++at;
  if (at < pattern.size() && pattern[at] == ']') return std::string_view::npos;
  while (at < pattern.size() && pattern[at] != ']') at += pattern[at] == '\\' ? 2 : 1;
  return at < pattern.size() ? at + 1 : std::string_view::npos;
}

// All ways to choose from the braces of `pattern`; false where it is malformed or there are too
// many.
bool expand_braces(const std::string& pattern, std::vector<std::string>& to, int depth) {
  if (to.size() > kMostAlternatives || depth > kDeepest) return false;
  std::size_t at = 0;
  while (at < pattern.size() && pattern[at] != '{') {
    if (pattern[at] == '[') {
      at = after_brackets(pattern, at);
      if (at == std::string::npos) return false;
    } else {
      at += pattern[at] == '\\' ? 2 : 1;
    }
  }
  if (at > pattern.size()) return false;
  if (at == pattern.size()) {
    to.push_back(pattern);
    return true;
  }
  const std::string before = pattern.substr(0, at);
  std::vector<std::string> choices(1);
  int open = 1;
  for (++at; at < pattern.size() && open > 0; ++at) {
    const char c = pattern[at];
    if (c == '\\' && at + 1 < pattern.size()) {
      choices.back() += c;
      choices.back() += pattern[++at];
      continue;
    }
    open += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (open == 0) continue;
    if (c == ',' && open == 1) {
      choices.emplace_back();
    } else {
      choices.back() += c;
    }
  }
  if (open > 0) return false;
  const std::string after = pattern.substr(at);
  for (const auto& choice : choices) {
    if (!expand_braces(before + choice + after, to, depth + 1)) return false;
  }
  return true;
}

bool matches_brackets(std::string_view pattern, std::int32_t point) {
  pattern = pattern.substr(1, pattern.size() - 2);
  const bool negated = pattern.starts_with("^");
  if (negated) pattern.remove_prefix(1);
  const auto take = [&] {
    if (pattern.size() > 1 && pattern.front() == '\\') pattern.remove_prefix(1);
    return take_point(pattern);
  };
  bool found = false;
  while (!pattern.empty()) {
    const std::int32_t low = take();
    std::int32_t high = low;
    if (pattern.size() > 1 && pattern.front() == '-') {
      pattern.remove_prefix(1);
      high = take();
    }
    found = found || (low <= point && point <= high);
  }
  return found != negated;
}

// One name against one part of the pattern. Goes back to the last "*" only, so it is never worse
// than quadratic.
bool matches_name(std::string_view pattern, std::string_view name) {
  std::string_view star_pattern;
  std::string_view star_name;
  bool starred = false;
  while (!name.empty() || !pattern.empty()) {
    if (pattern.starts_with("*")) {
      pattern.remove_prefix(1);
      star_pattern = pattern;
      star_name = name;
      starred = true;
      continue;
    }
    bool same = false;
    std::string_view rest = name;
    if (!name.empty() && !pattern.empty()) {
      const std::int32_t point = take_point(rest);
      if (pattern.front() == '?') {
        pattern.remove_prefix(1);
        same = true;
      } else if (pattern.front() == '[') {
        const auto end = after_brackets(pattern, 0);
        same = matches_brackets(pattern.substr(0, end), point);
        if (same) pattern.remove_prefix(end);
      } else {
        std::string_view literal = pattern;
        if (literal.size() > 1 && literal.front() == '\\') literal.remove_prefix(1);
        same = take_point(literal) == point;
        if (same) pattern = literal;
      }
    }
    if (same) {
      name = rest;
      continue;
    }
    if (!starred || star_name.empty()) return false;
    take_point(star_name);
    name = star_name;
    pattern = star_pattern;
  }
  return true;
}

class Search {
 public:
  Search(Env& env, std::set<std::string>& found) : env_(env), found_(found) {}

  // False once there is more to look at than can be.
  bool run(const std::string& directory, const std::string& shown,
           std::span<const std::string> parts, int depth) {
    if (parts.empty() || depth > kDeepest) return true;
    const auto names = env_.list_directory(directory);
    if (!names) return true;
    if (parts.front() == "**") {
      // No directory at all, then each one here.
      if (parts.size() > 1 && !run(directory, shown, parts.subspan(1), depth + 1)) return false;
      return each(directory, shown, *names, [&](const std::string& name, const std::string& path) {
        if (env_.directory_exists(path)) return run(path, shown + name + "/", parts, depth + 1);
        if (parts.size() == 1 && env_.file_exists(path)) found_.insert(shown + name);
        return true;
      });
    }
    return each(directory, shown, *names, [&](const std::string& name, const std::string& path) {
      if (!matches_name(parts.front(), name)) return true;
      if (parts.size() > 1) {
        return !env_.directory_exists(path) ||
               run(path, shown + name + "/", parts.subspan(1), depth + 1);
      }
      if (env_.file_exists(path)) found_.insert(shown + name);
      return true;
    });
  }

 private:
  template <typename Visit>
  bool each(const std::string& directory, const std::string&, const std::vector<std::string>& names,
            Visit visit) {
    for (const auto& name : names) {
      if (++entries_ > kMostEntries) return false;
      if (!visit(name, directory + "/" + name)) return false;
    }
    return true;
  }

  Env& env_;
  std::set<std::string>& found_;
  std::size_t entries_ = 0;
};

Answer file_set(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto root = path_to_open(context, arguments[0].as_string(), error);
  if (!root) return std::nullopt;
  std::vector<std::string> patterns;
  const std::string given(arguments[1].as_string());
  if (!expand_braces(given, patterns, 0)) {
    return refuse(error, 1,
                  quoted(given) +
                      " is not a pattern: a bracket or brace does not close, or there "
                      "are too many alternatives");
  }
  std::set<std::string> found;
  for (const auto& pattern : patterns) {
    std::string directory = *root;
    std::string shown;
    std::vector<std::string> parts;
    for (auto& part : split(pattern, '/')) {
      if (part.empty() || part == ".") continue;
      if (part == "..") {
        if (!parts.empty()) {
          parts.pop_back();
        } else {
          directory = clean_path(directory + "/..");
          shown += "../";
        }
        continue;
      }
      parts.push_back(std::move(part));
    }
    if (!Search(*context.env, found).run(directory, shown, parts, 0)) {
      return refuse(error, "there are more than 1000000 files and directories to look at");
    }
  }
  std::vector<Value> names;
  for (const auto& name : found) {
    if (is_valid_utf8(name)) names.push_back(text_value(context, name));
  }
  return Value::set(*context.arena, Type::string(), names);
}

}  // namespace

void add_fileset(FunctionTable& table) {
  static const Parameter kParameters[] = {{"path", Type::string()}, {"pattern", Type::string()}};
  static const Function kFunctions[] = {
      {.name = "fileset",
       .parameters = kParameters,
       .result = Type::set_of(Type::string()),
       .body = file_set,
       .description = "The paths of the files under a directory that match a pattern."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
