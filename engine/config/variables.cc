#include <algorithm>

#include "engine/config/literals.h"
#include "engine/config/model.h"
#include "schema/base/text.h"
#include "schema/value/convert.h"
#include "schema/value/print.h"

namespace tenon::config {

namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

struct Setting {
  lang::Expression expression;
  SourceSpan span;
  std::string origin;
};

class VariableReader {
 public:
  VariableReader(Env& env, const Config& config, const VariableOptions& options, Arena& arena,
                 Diagnostics& diagnostics)
      : env_(env), config_(config), options_(options), arena_(arena), diagnostics_(diagnostics) {}

  std::map<Symbol, VariableValue> read() {
    // Later settings win: environment, terraform.tfvars, *.auto.tfvars in order of name, then the
    // command line in its order.
    for (const auto& [name, variable] : config_.root().variables) {
      if (const auto text = env_.variable("TF_VAR_" + std::string(name.view()))) {
        set_text(variable, *text, "TF_VAR_" + std::string(name.view()),
                 "<value of TF_VAR_" + std::string(name.view()) + ">");
      }
    }
    read_automatic_files();
    for (const VariableOptions::Setting& setting : options_.command_line) {
      if (setting.kind == VariableOptions::Setting::Kind::File) {
        read_file(setting.text, true);
      } else {
        read_command_line(setting.text);
      }
    }
    return finish();
  }

 private:
  void read_automatic_files() {
    const auto names = env_.list_directory(config_.root_directory);
    if (!names) return;
    const auto in_root = [&](const std::string& name) {
      return config_.root_directory == "." ? name : config_.root_directory + "/" + name;
    };
    for (const char* name :
         {"terraform.tfvars", "terraform.tfvars.json", "terraform.tfvars.yaml"}) {
      if (std::find(names->begin(), names->end(), name) != names->end())
        read_file(in_root(name), false);
    }
    for (const std::string& name : *names) {
      if (ends_with(name, ".auto.tfvars") || ends_with(name, ".auto.tfvars.json") ||
          ends_with(name, ".auto.tfvars.yaml"))
        read_file(in_root(name), false);
    }
  }

  void read_file(const std::string& path, bool asked_for) {
    auto text = env_.read_file(path, options_.file_bytes);
    if (!text && text.error().category == ErrorCategory::Exhausted) {
      diagnostics_.error(
          "E0102", "File too large",
          sentence(text.error().message) + " Split it, or raise TENON_MAX_FILE_BYTES.");
      return;
    }
    if (!text) {
      diagnostics_.error(
          "E0161", "Variables file cannot be read",
          sentence(text.error().message) + (asked_for ? " It was named with -var-file." : ""));
      return;
    }
    const std::size_t told = diagnostics_.list().size();
    const auto body = body_of_text(
        path, *text, "A variables file is an object whose keys are names of variables.",
        diagnostics_);
    // Where a file cannot be read as what it is, nobody knows which of its lines hold secrets.
    hide_unreadable(told);
    if (!body) return;
    for (const Argument& argument : body->just_arguments(ArgumentMode::Literal, diagnostics_)) {
      const auto variable = config_.root().variables.find(argument.name);
      // What nobody declared may be a secret with a misspelt name.
      if (variable == config_.root().variables.end() || any(marks_of(variable->second)))
        hide_source_text(argument.expression.span());
      if (variable == config_.root().variables.end()) {
        undeclared(argument, path);
        continue;
      }
      settings_[argument.name] = {argument.expression, argument.expression.span(), path};
    }
  }

  // Sources of the errors from the `from`th on are not quoted where some variable is sensitive.
  void hide_unreadable(std::size_t from) {
    const auto& variables = config_.root().variables;
    if (std::none_of(variables.begin(), variables.end(),
                     [](const auto& entry) { return any(marks_of(entry.second)); }))
      return;
    for (std::size_t i = from; i < diagnostics_.list().size(); ++i) {
      const Diagnostic& diagnostic = diagnostics_.list()[i];
      if (diagnostic.severity != Severity::Error || !diagnostic.span.known()) continue;
      SourceSpan all = diagnostic.span;
      all.begin = 0;
      all.end = static_cast<std::uint32_t>(source_text(all.source).size());
      hide_source_text(all);
    }
  }

  void undeclared(const Argument& argument, const std::string& path) {
    std::vector<std::string> known;
    for (const auto& [name, unused] : config_.root().variables) known.emplace_back(name.view());
    diagnostics_.warning("W0162", "Value for undeclared variable",
                         "The configuration has no variable \"" +
                             std::string(argument.name.view()) + "\", so the value in " + path +
                             " is not used." + did_you_mean(argument.name.view(), known),
                         argument.name_span);
  }

  void read_command_line(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      diagnostics_.error("E0163", "Invalid -var option",
                         "\"" + text + "\" is not of the form NAME=VALUE.");
      return;
    }
    const std::string name = std::string(trim(text.substr(0, equals)));
    const auto found = config_.root().variables.find(Symbol(name));
    if (found == config_.root().variables.end()) {
      std::vector<std::string> known;
      for (const auto& [each, unused] : config_.root().variables) known.emplace_back(each.view());
      diagnostics_.error("E0165", "Value for undeclared variable",
                         "The configuration has no variable \"" + name +
                             "\", to which -var gives a value." + did_you_mean(name, known) +
                             " Declare it with a variable block, or leave the option out.");
      return;
    }
    set_text(found->second, text.substr(equals + 1), "-var", "<value for var." + name + ">");
  }

  // A variable of primitive or no type takes the text as it stands; any other takes it as an
  // expression.
  void set_text(const Variable& variable, const std::string& text, const std::string& origin,
                const std::string& source) {
    const SourceSpan span{add_source(source, text), 0, static_cast<std::uint32_t>(text.size())};
    if (any(marks_of(variable))) hide_source_text(span);
    if (variable.type.type.is_primitive() || variable.type.type.is_dynamic()) {
      settings_[variable.name] = {lang::Expression::literal(Value::string(arena_, text), span),
                                  span, origin};
      return;
    }
    bool ok = true;
    const lang::Expression expression =
        lang::parse_expression({text, span, true}, diagnostics_, &ok);
    if (ok) settings_[variable.name] = {expression, span, origin};
  }

  std::map<Symbol, VariableValue> finish() {
    std::map<Symbol, VariableValue> values;
    for (const auto& [name, variable] : config_.root().variables) {
      const auto setting = settings_.find(name);
      if (setting != settings_.end()) {
        if (auto value = evaluate(variable, setting->second)) {
          values.emplace(name, VariableValue{*value, setting->second.span, setting->second.origin});
        } else {
          values.emplace(name, VariableValue{Value::unknown(variable.type.type),
                                             setting->second.span, setting->second.origin});
        }
        continue;
      }
      if (variable.default_value) {
        const auto value =
            convert_to_variable(arena_, variable, *variable.default_value->constant(),
                                variable.default_value->span(), diagnostics_);
        if (value)
          values.emplace(name, VariableValue{*value, variable.default_value->span(), "default"});
        continue;
      }
      if (!options_.allow_missing) {
        const std::string text(name.view());
        diagnostics_.error("E0164", "No value for required variable",
                           "The variable \"" + text +
                               "\" has no default and no value was given. Say -var '" + text +
                               "=...', put it into terraform.tfvars, or set TF_VAR_" + text + ".",
                           variable.span);
      }
      values.emplace(
          name, VariableValue{Value::unknown(variable.type.type).with_marks(marks_of(variable)),
                              variable.span, ""});
    }
    return values;
  }

  static Marks marks_of(const Variable& variable) {
    return (variable.sensitive ? Marks::Sensitive : Marks::None) |
           (variable.ephemeral ? Marks::Ephemeral : Marks::None);
  }

  std::optional<Value> evaluate(const Variable& variable, const Setting& setting) {
    if (!setting.expression.references().empty()) {
      diagnostics_.error(
          "E0166", "Variables not allowed",
          "A value for a variable must be written out: it may not refer to anything.",
          setting.expression.references()[0].span);
      return std::nullopt;
    }
    lang::EvalContext context;
    context.arena = &arena_;
    context.diagnostics = &diagnostics_;
    bool ok = true;
    const Value value = setting.expression.evaluate(context, {}, &ok);
    if (!ok) return std::nullopt;
    // A literal's value lives in its expression, which ends with this reader.
    return convert_to_variable(arena_, variable, deep_copy(arena_, value), setting.span,
                               diagnostics_);
  }

  Env& env_;
  const Config& config_;
  const VariableOptions& options_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  std::map<Symbol, Setting> settings_;
};

}  // namespace

std::map<Symbol, VariableValue> variable_values(Env& env, const Config& config,
                                                const VariableOptions& options, Arena& arena,
                                                Diagnostics& diagnostics) {
  return VariableReader(env, config, options, arena, diagnostics).read();
}

std::optional<Value> convert_to_variable(Arena& arena, const Variable& variable, const Value& value,
                                         SourceSpan span, Diagnostics& diagnostics) {
  if (value.is_null() && !variable.nullable) {
    if (variable.default_value)
      return convert_to_variable(arena, variable, *variable.default_value->constant(), span,
                                 diagnostics);
    diagnostics.error("E0167", "Required variable not set",
                      "The variable \"" + std::string(variable.name.view()) +
                          "\" may not be null (nullable = false), and the value given is null.",
                      span);
    return std::nullopt;
  }
  ConversionError error;
  const Value completed = lang::apply_defaults(arena, value, variable.type);
  const auto converted = convert(arena, completed, variable.type.type, &error);
  if (!converted) {
    const std::string where = path_text(error.path);
    const std::string shown = variable.sensitive ? "" : " The value is " + print_brief(value) + ".";
    diagnostics.error("E0168", "Invalid value for variable",
                      "The value for variable \"" + std::string(variable.name.view()) +
                          "\" does not fit its type " + constraint_text(variable.type.type) +
                          (where.empty() ? "" : " at " + where) + ": " + error.message + "." +
                          shown,
                      span);
    return std::nullopt;
  }
  const Marks marks = (variable.sensitive ? Marks::Sensitive : Marks::None) |
                      (variable.ephemeral ? Marks::Ephemeral : Marks::None);
  return converted->with_marks(marks);
}

}  // namespace tenon::config
