// Regular expressions: regex, regexall, and replace, which may be given one. The syntax is RE2's;
// what the language adds or forbids is seen to before RE2 reads a pattern: (?<name>…) groups,
// several groups of one name, no \C.
#include <re2/re2.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/unicode.h"
#include "schema/base/guarded.h"

namespace tenon::lang::functions {

namespace {

struct Pattern {
  std::unique_ptr<re2::RE2> expression;
  std::vector<std::string> names;  // of each group; empty where it has none
  std::string problem;             // not empty: not usable

  bool has_names() const { return !names.empty() && !names.front().empty(); }
};

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!word && c != '_') return false;
  }
  return true;
}

// Where the bracket expression that starts at `at` ends: after its "]", or at the end of the text.
std::size_t after_class(std::string_view text, std::size_t at) {
  ++at;
  if (at < text.size() && text[at] == '^') ++at;
  if (at < text.size() && text[at] == ']') ++at;
  while (at < text.size() && text[at] != ']') {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '[' && at + 1 < text.size() && text[at + 1] == ':') {
      const auto end = text.find(":]", at + 2);
      if (end != std::string_view::npos) at = end + 1;
    }
    ++at;
  }
  return std::min(at + 1, text.size());
}

// Takes the names out of `text`, so that RE2 sees unnamed groups only.
std::string without_names(std::string_view text, Pattern& pattern) {
  std::string plain;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '\\') {
      const char next = at + 1 < text.size() ? text[at + 1] : '\0';
      std::size_t end = std::min(at + 2, text.size());
      if (next == 'C') pattern.problem = "invalid escape sequence \\C";
      if (next == 'Q') {
        const auto close = text.find("\\E", end);
        end = close == std::string_view::npos ? text.size() : close + 2;
      }
      plain += text.substr(at, end - at);
      at = end;
      continue;
    }
    if (text[at] == '[') {
      const auto end = after_class(text, at);
      plain += text.substr(at, end - at);
      at = end;
      continue;
    }
    if (text[at] == '(') {
      const auto rest = text.substr(at);
      const std::size_t prefix = rest.starts_with("(?P<") ? 4 : rest.starts_with("(?<") ? 3 : 0;
      const auto close = prefix > 0 ? rest.find('>') : std::string_view::npos;
      if (close != std::string_view::npos && is_name(rest.substr(prefix, close - prefix))) {
        pattern.names.emplace_back(rest.substr(prefix, close - prefix));
        plain += '(';
        at += close + 1;
        continue;
      }
      if (!rest.starts_with("(?")) pattern.names.emplace_back();
    }
    plain += text[at];
    ++at;
  }
  return plain;
}

std::shared_ptr<const Pattern> compile(std::string_view text) {
  auto pattern = std::make_shared<Pattern>();
  const std::string plain = without_names(text, *pattern);
  if (!pattern->problem.empty()) return pattern;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(64 << 20);
  pattern->expression = std::make_unique<re2::RE2>(plain, options);
  if (!pattern->expression->ok()) {
    pattern->problem = pattern->expression->error();
    return pattern;
  }
  pattern->names.resize(static_cast<std::size_t>(pattern->expression->NumberOfCapturingGroups()));
  return pattern;
}

// The same pattern is often used for thousands of instances.
std::shared_ptr<const Pattern> pattern_of(std::string_view text) {
  constexpr std::size_t kMost = 256;
  using Cache = std::unordered_map<std::string, std::shared_ptr<const Pattern>>;
  static auto* const cache = new Guarded<Cache>();
  const std::string key(text);
  {
    auto locked = cache->lock();
    const auto found = locked->find(key);
    if (found != locked->end()) return found->second;
  }
  auto pattern = compile(text);
  auto locked = cache->lock();
  if (locked->size() >= kMost) locked->clear();
  locked->insert_or_assign(key, pattern);
  return pattern;
}

// RE2 tells a group that took no part by its data pointer, so no text may have none.
re2::StringPiece piece_of(std::string_view text) {
  return text.empty() ? re2::StringPiece("", 0) : re2::StringPiece(text.data(), text.size());
}

// Calls `found` with each match (the whole, then the groups), as far as they do not overlap; an
// empty match right after another does not count.
template <typename Found>
void each_match(const Pattern& pattern, std::string_view text, Found found) {
  const auto groups = pattern.names.size() + 1;
  std::vector<re2::StringPiece> pieces(groups);
  const re2::StringPiece subject = piece_of(text);
  std::size_t at = 0;
  std::size_t last_end = std::string_view::npos;
  while (at <= text.size()) {
    if (!pattern.expression->Match(subject, at, text.size(), re2::RE2::UNANCHORED, pieces.data(),
                                   static_cast<int>(groups))) {
      return;
    }
    const auto begin = static_cast<std::size_t>(pieces[0].data() - subject.data());
    const auto end = begin + pieces[0].size();
    const bool counts = end > begin || begin != last_end;
    if (end > at) {
      at = end;
    } else if (at < text.size()) {
      std::string_view rest = text.substr(at);
      take_point(rest);
      at = text.size() - rest.size();
    } else {
      ++at;
    }
    last_end = end;
    if (counts) found(pieces);
  }
}

std::optional<Type> match_type(const Pattern& pattern, FunctionError& error) {
  if (!pattern.problem.empty()) {
    return refuse(error, 0, "the regular expression is not valid: " + pattern.problem);
  }
  if (pattern.names.empty()) return Type::string();
  const bool named = pattern.has_names();
  for (const auto& name : pattern.names) {
    if (name.empty() == named) {
      return refuse(error, 0,
                    "the regular expression is not valid: its groups must either all have a name "
                    "or all have none");
    }
  }
  if (!named) {
    const std::vector<Type> types(pattern.names.size(), Type::string());
    return Type::tuple_of(types);
  }
  std::vector<ObjectAttribute> attributes;
  for (const auto& name : pattern.names) {
    const Symbol symbol(name);
    bool known = false;
    for (const auto& attribute : attributes) known = known || attribute.name == symbol;
    if (!known) attributes.push_back({symbol, Type::string()});
  }
  return Type::object_of(attributes);
}

Value group_value(FunctionContext& context, const re2::StringPiece& piece) {
  if (piece.data() == nullptr) return Value::null(Type::string());
  return text_value(context, {piece.data(), piece.size()});
}

Value match_value(FunctionContext& context, const Pattern& pattern, Type type,
                  const std::vector<re2::StringPiece>& pieces) {
  if (pattern.names.empty()) return group_value(context, pieces[0]);
  std::vector<Value> slots;
  if (!pattern.has_names()) {
    for (std::size_t i = 1; i < pieces.size(); ++i)
      slots.push_back(group_value(context, pieces[i]));
    return Value::tuple(*context.arena, slots);
  }
  const ObjectShape& shape = type.shape();
  slots.resize(shape.size(), Value::null(Type::string()));
  // Of groups of one name the last one counts.
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    slots[shape.slot_of(Symbol(pattern.names[i - 1]))] = group_value(context, pieces[i]);
  }
  return Value::object(*context.arena, type, slots);
}

std::optional<Type> regex_type(Arguments arguments, FunctionError& error) {
  if (!arguments[0].is_known()) return Type::dynamic();
  return match_type(*pattern_of(arguments[0].as_string()), error);
}

std::optional<Type> regex_all_type(Arguments arguments, FunctionError& error) {
  const auto type = regex_type(arguments, error);
  if (!type) return std::nullopt;
  return Type::list_of(*type);
}

Answer regex(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto pattern = pattern_of(arguments[0].as_string());
  const auto type = match_type(*pattern, error);
  if (!type) return std::nullopt;
  const auto text = arguments[1].as_string();
  std::vector<re2::StringPiece> pieces(pattern->names.size() + 1);
  const re2::StringPiece subject = piece_of(text);
  if (!pattern->expression->Match(subject, 0, text.size(), re2::RE2::UNANCHORED, pieces.data(),
                                  static_cast<int>(pieces.size()))) {
    return refuse(error, "the regular expression does not match any part of the given text");
  }
  return match_value(context, *pattern, *type, pieces);
}

Answer regex_all(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto pattern = pattern_of(arguments[0].as_string());
  const auto type = match_type(*pattern, error);
  if (!type) return std::nullopt;
  std::vector<Value> matches;
  each_match(*pattern, arguments[1].as_string(), [&](const std::vector<re2::StringPiece>& pieces) {
    matches.push_back(match_value(context, *pattern, *type, pieces));
  });
  return Value::list(*context.arena, *type, matches);
}

// A replacement with its $1, ${1}, $name and $$ filled in; what names no group gives nothing.
void expand(std::string_view form, const Pattern& pattern,
            const std::vector<re2::StringPiece>& pieces, std::string& to) {
  while (!form.empty()) {
    const auto dollar = form.find('$');
    to += form.substr(0, dollar);
    if (dollar == std::string_view::npos) return;
    form.remove_prefix(dollar + 1);
    if (form.starts_with("$")) {
      to += '$';
      form.remove_prefix(1);
      continue;
    }
    const bool braces = form.starts_with("{");
    std::size_t end = braces ? 1 : 0;
    while (end < form.size() && is_name(form.substr(end, 1))) ++end;
    const auto name = form.substr(braces ? 1 : 0, end - (braces ? 1 : 0));
    if (name.empty() || (braces && (end >= form.size() || form[end] != '}'))) {
      to += '$';
      continue;
    }
    form.remove_prefix(braces ? end + 1 : end);
    const bool number = name.find_first_not_of("0123456789") == std::string_view::npos;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const bool meant = number ? std::to_string(i) == name : i > 0 && pattern.names[i - 1] == name;
      if (meant && pieces[i].data() != nullptr) to.append(pieces[i].data(), pieces[i].size());
    }
  }
}

Answer replace_pattern(FunctionContext& context, std::string_view text, std::string_view source,
                       std::string_view form, FunctionError& error) {
  const auto pattern = pattern_of(source);
  if (!pattern->problem.empty()) {
    return refuse(error, 1, "the regular expression is not valid: " + pattern->problem);
  }
  std::string result;
  std::size_t done = 0;
  each_match(*pattern, text, [&](const std::vector<re2::StringPiece>& pieces) {
    const std::size_t begin =
        text.empty() ? 0 : static_cast<std::size_t>(pieces[0].data() - text.data());
    result += text.substr(done, begin - done);
    expand(form, *pattern, pieces, result);
    done = begin + pieces[0].size();
  });
  result += text.substr(done);
  return text_value(context, result);
}

Answer replace(FunctionContext& context, Arguments arguments, FunctionError& error) {
  auto text = arguments[0].as_string();
  const auto wanted = arguments[1].as_string();
  const auto other = arguments[2].as_string();
  if (wanted.size() > 1 && wanted.front() == '/' && wanted.back() == '/') {
    return replace_pattern(context, text, wanted.substr(1, wanted.size() - 2), other, error);
  }
  std::string result;
  if (wanted.empty()) {
    result = other;
    while (!text.empty()) {
      std::string_view rest = text;
      take_point(rest);
      result += text.substr(0, text.size() - rest.size());
      result += other;
      text = rest;
    }
    return text_value(context, result);
  }
  while (true) {
    const auto at = text.find(wanted);
    result += text.substr(0, at);
    if (at == std::string_view::npos) break;
    result += other;
    text.remove_prefix(at + wanted.size());
  }
  return text_value(context, result);
}

}  // namespace

void add_expressions(FunctionTable& table) {
  static const Parameter kRegex[] = {{"pattern", Type::string()}, {"string", Type::string()}};
  static const Parameter kReplace[] = {
      {"str", Type::string()}, {"substr", Type::string()}, {"replace", Type::string()}};
  static const Function kFunctions[] = {
      {.name = "regex",
       .parameters = kRegex,
       .result = Type::dynamic(),
       .result_type = regex_type,
       .body = regex,
       .description = "The first match of a regular expression: its text, or its groups."},
      {.name = "regexall",
       .parameters = kRegex,
       .result = Type::list_of(Type::dynamic()),
       .result_type = regex_all_type,
       .body = regex_all,
       .description = "All matches of a regular expression."},
      {.name = "replace",
       .parameters = kReplace,
       .result = Type::string(),
       .body = replace,
       .description = "The text with each occurrence of another, or of a /regular expression/, "
                      "replaced."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
